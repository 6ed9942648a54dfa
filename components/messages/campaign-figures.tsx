"use client";

import { useTranslations } from "use-intl";
import { GuestSheet } from "@/components/guests/guest-sheet";
import { useAddress } from "@/components/shell/use-address";
import { usePages, useSentence } from "@/components/shell/use-contract";
import { useMore } from "@/components/shell/use-more";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { Campaign } from "@/lib/messaging/contract";
import { listMessageJobs } from "@/lib/messaging/report/contract";
import { JobsTable } from "./jobs-table";
import { jobsFilter, jobsInput, type Stats } from "./reads";
import { StatsParts } from "./stats-parts";
import { UnknownOutcomes } from "./unknown-outcomes";

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

/** What became of a message, in figures, and the guests behind the one that is chosen. */
export function CampaignFigures({
  projectId,
  campaign,
  stats,
  mayEdit,
}: {
  projectId: string;
  campaign: Campaign;
  stats: Stats | undefined;
  mayEdit: boolean;
}) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const { search, set, href } = useAddress();
  const list = usePages(listMessageJobs, jobsInput(campaign.id, search));
  const { status, event } = jobsFilter(search);
  const asked = status ?? event;
  const isPart = search.has("by") || search.has("run");
  const end = useMore<HTMLDivElement>(list);
  // Kept as failed until somebody decides; each message stands in one figure only.
  const failed = stats ? stats.failed - stats.unknown : 0;
  return (
    <>
      {stats ? (
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
      {list.isError && !list.data ? (
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
    </>
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
