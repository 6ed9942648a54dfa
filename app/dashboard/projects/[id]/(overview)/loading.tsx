import { OverviewLoading } from "@/components/shell/loading";

/** A project's overview, on its way. */
export default function Loading() {
  return <OverviewLoading />;
}
