"use client";

import { MailPlus, Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { useMayEdit } from "@/components/shell/person";
import { placeOf } from "@/components/shell/places";
import { useAddress } from "@/components/shell/use-address";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { type Campaign, listCampaigns } from "@/lib/messaging/contract";
import { getCampaignStats } from "@/lib/messaging/report/contract";
import { getProject } from "@/lib/projects/contract";
import { CampaignStatus } from "./campaign-status";
import { NewMessage } from "./new-message";
import { campaignsInput, haveLeft } from "./reads";
import { useWaits } from "./sending/use-waits";
import { plainSubject } from "./subject";

/** Everything that was or will be sent, the newest first. */
export function MessagesScreen({ projectId }: { projectId: string }) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const { set } = useAddress();
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const mayEdit = useMayEdit(project?.organizationId);
  const read = useRead(listCampaigns, campaignsInput(projectId));
  const campaigns = read.data?.data ?? [];
  const write = mayEdit ? (
    <Button variant="primary" onClick={() => set({ new: "message" }, "push")}>
      <Plus aria-hidden />
      {t("new")}
    </Button>
  ) : null;
  return (
    <>
      {read.isError && !read.data ? (
        <ErrorState title={t("failed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : read.isPending ? (
        <div className="grid gap-px px-4 py-4 md:px-8">
          {["a", "b", "c"].map((place) => (
            <div key={place} className="flex h-14 items-center gap-6 border-b">
              <Skeleton className="h-4 w-56" />
              <Skeleton className="ml-auto h-5 w-20" />
            </div>
          ))}
        </div>
      ) : campaigns.length === 0 ? (
        <EmptyState icon={MailPlus} title={t("emptyTitle")} action={write}>
          {t("emptyText")}
        </EmptyState>
      ) : (
        <div className="px-4 py-3 md:px-8">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pb-3">
            <h2 className="text-muted-foreground text-sm">{t("count", { count: read.data?.total ?? 0 })}</h2>
            <span className="flex items-center gap-2">
              <Button asChild variant="ghost">
                <Link href={`${placeOf(projectId, "messages")}/suppressed`}>{t("suppressed_title")}</Link>
              </Button>
              {write}
            </span>
          </div>
          <ul className="border-t">
            {campaigns.map((campaign) => (
              <CampaignLine
                key={campaign.id}
                projectId={projectId}
                campaign={campaign}
                subject={plainSubject(campaign.subject, project)}
              />
            ))}
          </ul>
        </div>
      )}
      {mayEdit ? <NewMessage projectId={projectId} /> : null}
    </>
  );
}

const unsent = new Set<Campaign["status"]>(["draft", "awaiting_approval"]);

function CampaignLine({
  projectId,
  campaign,
  subject,
}: {
  projectId: string;
  campaign: Campaign;
  subject: string;
}) {
  const t = useTranslations("messages");
  const stats = useRead(
    getCampaignStats,
    { params: { id: campaign.id } },
    { enabled: !unsent.has(campaign.status) },
  ).data;
  const left = stats ? haveLeft(stats) : 0;
  const waits = useWaits(campaign);
  return (
    <li className="relative -mx-4 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-b px-4 py-2.5 transition-colors last:border-0 hover:bg-accent md:mx-0 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_8rem] md:px-2">
      <span className="min-w-0">
        <Link
          href={`${placeOf(projectId, "messages")}/${campaign.id}`}
          className="block truncate rounded-sm font-medium after:absolute after:inset-0"
        >
          {campaign.name}
        </Link>
        <span className="block truncate text-muted-foreground text-sm">{subject}</span>
      </span>
      <span className="grid gap-1 max-md:order-3 max-md:col-span-2">
        {stats && left === 0 && waits ? (
          <span className="text-sm">{waits}</span>
        ) : stats ? (
          <>
            <span className="text-sm tabular-nums">{t("sentOf", { sent: left, total: stats.total })}</span>
            <Progress
              value={left}
              max={stats.total}
              label={t("sentOf", { sent: left, total: stats.total })}
              className="max-w-48"
            />
          </>
        ) : (
          <span className="text-muted-foreground text-sm">
            {t("edited")} <Ago at={campaign.updatedAt} />
          </span>
        )}
      </span>
      <span className="justify-self-end">
        <CampaignStatus status={campaign.status} />
      </span>
    </li>
  );
}
