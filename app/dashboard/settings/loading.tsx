import { PartsLoading } from "@/components/shell/loading";

/** The settings, on their way. */
export default function Loading() {
  return <PartsLoading />;
}
