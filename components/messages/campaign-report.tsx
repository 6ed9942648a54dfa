"use client";

import { useTranslations } from "use-intl";
import { GuestSheet } from "@/components/guests/guest-sheet";
import { Ago } from "@/components/shell/ago";
import { LiveDot } from "@/components/shell/live-dot";
import { useAddress } from "@/components/shell/use-address";
import { usePages, useRead, useSentence } from "@/components/shell/use-contract";
import { useMore } from "@/components/shell/use-more";
import { Alert } from "@/components/ui/alert";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import type { Campaign } from "@/lib/messaging/contract";
import { getCampaignStats, listMessageJobs } from "@/lib/messaging/report/contract";
import { getProject } from "@/lib/projects/contract";
import { AudiencePicker } from "./audience-picker";
import { CampaignStatus } from "./campaign-status";
import { HostQueueLink } from "./host-queue-link";
import { JobsTable } from "./jobs-table";
import { MessageSheet } from "./message-sheet";
import { jobsFilter, jobsInput } from "./reads";
import { SendingControls } from "./sending/sending-controls";
import { StopButton } from "./sending/stop-button";
import { StatsParts } from "./stats-parts";
import { plainSubject } from "./subject";
import { UnknownOutcomes } from "./unknown-outcomes";

const moving = new Set<Campaign["status"]>(["approved", "scheduled", "sending"]);
const figures = [
  "answered",
  "delivered",
  "opened",
  "clicked",
  "openedByMachine",
  "sent",
  "queued",
  "bounced",
  "complained",
  "failed",
  "suppressed",
  "cancelled",
  "unsubscribed",
  "unknown",
] as const;
const always = new Set<string>(["answered", "delivered", "opened", "bounced"]);

/** A message on its way: how far it is, each figure opening its guests. */
export function CampaignReport({
  projectId,
  campaign,
  mayEdit,
}: {
  projectId: string;
  campaign: Campaign;
  mayEdit: boolean;
}) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const { search, set, href } = useAddress();
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const given = { params: { id: campaign.id } };
  const stats = useRead(getCampaignStats, given, { every: moving.has(campaign.status) ? 5_000 : false }).data;
  const list = usePages(listMessageJobs, jobsInput(campaign.id, search));
  const { status, event } = jobsFilter(search);
  const asked = status ?? event;
  const isPart = search.has("by") || search.has("run");
  const end = useMore<HTMLDivElement>(list);
  // Kept as failed until somebody decides; each message stands in one figure only.
  const failed = stats ? stats.failed - stats.unknown : 0;
  const left = stats ? stats.sent + stats.delivered + stats.bounced + stats.complained : 0;
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
        ) : stats ? (
          <div className="grid gap-1.5">
            <p className="tabular-nums">
              {t("sentOf", { sent: left, total: stats.total })}
              {campaign.startedAt ? (
                <span className="text-muted-foreground">
                  {" · "}
                  <Ago at={campaign.finishedAt ?? campaign.startedAt} />
                </span>
              ) : null}
            </p>
            <Progress
              value={left}
              max={stats.total}
              label={t("sentOf", { sent: left, total: stats.total })}
            />
          </div>
        ) : (
          <Skeleton className="h-7 w-full" />
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
      ) : stats ? (
        <nav aria-label={t("figures")} className="flex gap-1 overflow-x-auto px-2 md:px-6">
          <Figure
            label={t("everybody")}
            value={stats.total}
            patch={{ status: null, by: null, run: null }}
            current={asked === null && !isPart}
          />
          {figures
            .map((name) => ({ name, value: name === "failed" ? failed : stats[name] }))
            .filter(({ name, value }) => value > 0 || always.has(name))
            .map(({ name, value }) => (
              <Figure
                key={name}
                label={t(`job_${name}`)}
                value={value}
                patch={{ status: name, by: null, run: null }}
                current={asked === name && !isPart}
              />
            ))}
        </nav>
      ) : (
        <div className="px-4 md:px-8">
          <Skeleton className="h-16 w-full" />
        </div>
      )}
      {stats && stats.unknown > 0 ? (
        <UnknownOutcomes campaign={campaign} count={stats.unknown} mayEdit={mayEdit} />
      ) : null}
      {stats ? <StatsParts stats={stats} /> : null}
      {isAhead ? null : list.isError && !list.data ? (
        <ErrorState title={t("jobsFailed")} onRetry={() => void list.refetch()} busy={list.isFetching}>
          {sentence(list.error)}
        </ErrorState>
      ) : list.isPending ? (
        <div className="grid gap-3 px-4 md:px-8">
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-5 w-full" />
        </div>
      ) : (
        <JobsTable
          jobs={list.rows}
          empty={t(asked ? "jobsNone" : "jobsSoon")}
          hrefOf={(guestId) => href({ guest: guestId })}
          onOpen={(guestId) => set({ guest: guestId }, search.get("guest") ? "replace" : "push")}
        />
      )}
      <div ref={end} />
      <GuestSheet
        projectId={projectId}
        guestIds={list.rows.map(({ guestId }) => guestId)}
        mayEdit={mayEdit}
      />
    </div>
  );
}

function Figure({
  label,
  value,
  patch,
  current,
}: {
  label: string;
  value: number;
  /** The figures are of the whole message: what asked for a part of it leaves the address. */
  patch: { status: string | null; by: null; run: null };
  current: boolean;
}) {
  const { href, set } = useAddress();
  return (
    <a
      href={href(patch)}
      aria-current={current ? "true" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        set(patch);
      }}
      className={cn(
        "grid min-w-24 shrink-0 rounded-md px-3 py-2 transition-colors hover:bg-accent",
        current && "bg-accent-strong hover:bg-accent-strong",
      )}
    >
      <span className="truncate text-muted-foreground text-sm">{label}</span>
      <span className="font-semibold text-lg tabular-nums">{value}</span>
    </a>
  );
}
