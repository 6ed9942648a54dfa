import { PartsLoading } from "@/components/shell/loading";

/** The team, on its way. */
export default function Loading() {
  return <PartsLoading />;
}
