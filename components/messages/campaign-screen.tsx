"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useMayEdit } from "@/components/shell/person";
import { placeOf } from "@/components/shell/places";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { getCampaign } from "@/lib/messaging/contract";
import { getProject } from "@/lib/projects/contract";
import { CampaignReport } from "./campaign-report";
import { Composer } from "./composer";

/** One message: written while it is a draft, followed once it is on its way. */
export function CampaignScreen({ projectId, campaignId }: { projectId: string; campaignId: string }) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const mayEdit = useMayEdit(project?.organizationId);
  const read = useRead(getCampaign, { params: { id: campaignId } });
  const campaign = read.data;
  const isDraft = campaign?.status === "draft" || campaign?.status === "awaiting_approval";
  return (
    <>
      <nav aria-label={t("crumbs")} className="flex items-center gap-1 border-b px-2 py-1.5 text-sm md:px-6">
        <Link
          href={placeOf(projectId, "messages")}
          className="touch-target inline-flex h-7 shrink-0 items-center gap-1 rounded-md px-2 text-muted-foreground transition-colors hover:bg-accent hover:text-foreground"
        >
          <ChevronLeft aria-hidden className="size-3.5" />
          {t("all")}
        </Link>
        <span className="truncate px-1 font-medium">{campaign?.name}</span>
      </nav>
      {read.isError && !campaign ? (
        <ErrorState title={t("failedOne")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : !campaign ? (
        <div className="grid gap-4 px-8 py-6">
          <Skeleton className="h-8 w-1/3" />
          <Skeleton className="h-40 w-1/2" />
        </div>
      ) : isDraft ? (
        <Composer projectId={projectId} campaign={campaign} mayEdit={mayEdit} />
      ) : (
        <CampaignReport projectId={projectId} campaign={campaign} mayEdit={mayEdit} />
      )}
    </>
  );
}
