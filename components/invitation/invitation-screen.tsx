"use client";

import { useTranslations } from "use-intl";
import { useMayEdit } from "@/components/shell/person";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { getProject } from "@/lib/projects/contract";
import { listSites } from "@/lib/sites/contract";
import { ChooseTemplate, type TemplatePreview } from "./choose-template";
import { sitesInput } from "./reads";
import { Studio } from "./studio";

/** The invitation: chosen among compositions first, then written and published. */
export function InvitationScreen({
  projectId,
  templates,
}: {
  projectId: string;
  templates: TemplatePreview[];
}) {
  const t = useTranslations("invitation");
  const sentence = useSentence();
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const mayEdit = useMayEdit(project?.organizationId);
  const sites = useRead(listSites, sitesInput(projectId));
  const site = sites.data?.data[0];
  if (sites.isError && !sites.data) {
    return (
      <ErrorState title={t("failed")} onRetry={() => void sites.refetch()} busy={sites.isFetching}>
        {sentence(sites.error)}
      </ErrorState>
    );
  }
  if (!sites.data || !project) return <StudioSkeleton />;
  if (!site) return <ChooseTemplate project={project} templates={templates} mayEdit={mayEdit} />;
  return <Studio key={site.id} projectId={projectId} site={site} mayEdit={mayEdit} />;
}

function StudioSkeleton() {
  return (
    <div className="grid gap-6 px-4 py-5 md:grid-cols-[24rem_minmax(0,1fr)] md:px-8">
      <div className="grid content-start gap-4">
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-20 w-full" />
        <Skeleton className="h-20 w-full" />
      </div>
      <Skeleton className="hidden h-[70vh] w-full md:block" />
    </div>
  );
}
