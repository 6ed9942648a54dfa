import { ListSkeleton } from "@/components/projects/project-list";
import { PageLoading } from "@/components/shell/loading";

/** The projects, on their way. */
export default function Loading() {
  return (
    <PageLoading>
      <ListSkeleton />
    </PageLoading>
  );
}
