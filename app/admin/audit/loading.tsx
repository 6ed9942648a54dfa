import { PageLoading } from "@/components/shell/loading";
import { RowSkeletons } from "@/components/ui/skeleton";
import { translator } from "@/lib/i18n";

/** The log, on its way. */
export default function Loading() {
  return (
    <PageLoading>
      <RowSkeletons count={12} label={translator("shell")("loadingPage")} />
    </PageLoading>
  );
}
