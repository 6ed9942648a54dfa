import { PartsLoading } from "@/components/shell/loading";

/** The log, on its way. */
export default function Loading() {
  return <PartsLoading list />;
}
