"use client";

import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { LiveDot } from "@/components/shell/live-dot";
import { useRead } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import type { Campaign } from "@/lib/messaging/contract";
import { getCampaignStats } from "@/lib/messaging/report/contract";
import { getProject } from "@/lib/projects/contract";
import { AudiencePicker } from "./audience-picker";
import { CampaignFigures } from "./campaign-figures";
import { CampaignStatus } from "./campaign-status";
import { HostQueueLink } from "./host-queue-link";
import { MessageSheet } from "./message-sheet";
import { haveLeft, moving, type Stats } from "./reads";
import { SendingControls } from "./sending/sending-controls";
import { StopButton } from "./sending/stop-button";
import { plainSubject } from "./subject";

type Props = { projectId: string; campaign: Campaign; mayEdit: boolean };

/** A message on its way: how far it is, each figure opening its guests. */
export function CampaignReport({ projectId, campaign, mayEdit }: Props) {
  const t = useTranslations("messages");
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const given = { params: { id: campaign.id } };
  const stats = useRead(getCampaignStats, given, { every: moving.has(campaign.status) ? 5_000 : false }).data;
  // Nobody is queued before an automation's time has come: there is nothing to count or to list.
  const isAhead = campaign.trigger !== null && stats?.total === 0;
  return (
    <div className="grid grid-cols-1 content-start gap-6 py-5">
      <header className="grid grid-cols-1 gap-3 px-4 md:px-8">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <CampaignStatus status={campaign.status} />
          <span className="min-w-0 truncate text-muted-foreground max-sm:order-last max-sm:basis-full">
            {plainSubject(campaign.subject, project)}
          </span>
          <span className="ml-auto flex items-center gap-3">
            <LiveDot />
            <MessageSheet campaign={campaign} />
            {mayEdit && (moving.has(campaign.status) || campaign.status === "paused") ? (
              <StopButton campaign={campaign} />
            ) : null}
          </span>
        </div>
        <SendingControls campaign={campaign} mayEdit={mayEdit} />
        <HostQueueLink campaign={campaign} mayEdit={mayEdit} />
        {campaign.lastError ? <Alert tone="error" title={campaign.lastError} /> : null}
        {isAhead ? (
          <p className="text-muted-foreground">{t("lookedUp")}</p>
        ) : (
          <HowFar campaign={campaign} stats={stats} />
        )}
      </header>
      {isAhead ? (
        <div className="px-4 md:px-8">
          <AudiencePicker
            projectId={projectId}
            value={campaign.audience}
            onChange={() => {}}
            disabled
            channel={campaign.channel}
            campaignId={campaign.id}
          />
        </div>
      ) : (
        <CampaignFigures projectId={projectId} campaign={campaign} stats={stats} mayEdit={mayEdit} />
      )}
    </div>
  );
}

function HowFar({ campaign, stats }: Pick<Props, "campaign"> & { stats: Stats | undefined }) {
  const t = useTranslations("messages");
  if (!stats) return <Skeleton className="h-7 w-full" />;
  const words = t("sentOf", { sent: haveLeft(stats), total: stats.total });
  return (
    <div className="grid gap-1.5">
      <p className="tabular-nums">
        {words}
        {campaign.startedAt ? (
          <span className="text-muted-foreground">
            {" · "}
            <Ago at={campaign.finishedAt ?? campaign.startedAt} />
          </span>
        ) : null}
      </p>
      <Progress value={haveLeft(stats)} max={stats.total} label={words} />
    </div>
  );
}
