import { PartsLoading } from "@/components/shell/loading";

/** The projects, on their way. */
export default function Loading() {
  return <PartsLoading list />;
}
