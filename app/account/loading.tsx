import { PartsLoading } from "@/components/shell/loading";

/** One's own page, on its way. */
export default function Loading() {
  return <PartsLoading />;
}
