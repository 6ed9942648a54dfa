"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { placeOf } from "@/components/shell/places";
import { useSentence, useWrite } from "@/components/shell/use-contract";
import { Button, buttonVariants } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { getCampaign } from "@/lib/messaging/contract";
import { type HostQueue, markInQueue, nextInQueue } from "@/lib/messaging/queue/contract";
import { getCampaignStats, listMessageJobs } from "@/lib/messaging/report/contract";
import { QueuedMessage } from "./queued-message";

type Marked = { id: string; name: string; as: "sent" | "skipped" };

/** A host's queue on their phone: who is next, what they get, one button that opens the app, and a mark. */
export function HostQueueScreen(given: { projectId: string; campaignId: string; name: string }) {
  const { projectId, campaignId, name } = given;
  const t = useTranslations("messages");
  const sentence = useSentence();
  const [queue, setQueue] = useState<HostQueue | null>(null);
  const [marked, setMarked] = useState<Marked | null>(null);
  const params = { id: campaignId };
  const next = useWrite(nextInQueue, { quiet: true, onSuccess: setQueue });
  const mark = useWrite(markInQueue, { refresh: [getCampaign, getCampaignStats, listMessageJobs] });
  const { mutate } = next;
  const ask = useCallback(() => mutate({ params: { id: campaignId } }), [mutate, campaignId]);
  useEffect(ask, [ask]);
  const report = `${placeOf(projectId, "messages")}/${campaignId}`;
  const message = queue?.message ?? null;
  const busy = next.isPending || mark.isPending;

  const write = (jobId: string, guest: string, status: "sent" | "skipped" | "queued") =>
    mark.mutate(
      { params: { ...params, jobId }, body: { status } },
      {
        onSuccess: () => setMarked(status === "queued" ? null : { id: jobId, name: guest, as: status }),
        // Whatever was refused, the next answer tells how things stand.
        onSettled: ask,
      },
    );

  return (
    <div className="flex flex-1 flex-col">
      <nav aria-label={t("crumbs")} className="flex items-center gap-1 border-b px-2 py-1.5 text-sm md:px-6">
        <Link
          href={report}
          className="touch-target inline-flex h-7 min-w-0 items-center gap-1 rounded-md px-2 text-muted-foreground transition-colors hover:bg-accent hover:text-foreground"
        >
          <ChevronLeft aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{name}</span>
        </Link>
      </nav>
      <div className="mx-auto flex w-full max-w-md flex-1 flex-col gap-4 px-4 py-5">
        <h1 className="sr-only">{t("queueTitle")}</h1>
        {queue && queue.total > 0 ? (
          <div className="grid gap-1.5 text-sm">
            <p className="flex justify-between gap-3 tabular-nums">
              <span>{t("queueProgress", { sent: queue.sent, total: queue.total })}</span>
              <span className="text-muted-foreground">{t("queueLeft", { left: queue.left })}</span>
            </p>
            <Progress
              value={queue.total - queue.left}
              max={queue.total}
              label={t("queueProgress", { sent: queue.sent, total: queue.total })}
            />
          </div>
        ) : null}
        {next.isError && !next.isPending ? (
          <ErrorState title={t("queueFailed")} onRetry={ask} busy={next.isPending}>
            {sentence(next.error)}
          </ErrorState>
        ) : !queue ? (
          <div className="grid gap-4">
            <Skeleton className="h-7 w-2/3" />
            <Skeleton className="h-40 w-full" />
            <Skeleton className="h-12 w-full" />
          </div>
        ) : message ? (
          <QueuedMessage
            key={message.id}
            message={message}
            busy={busy}
            onMark={(as) => write(message.id, message.guestName, as)}
          />
        ) : (
          <Over queue={queue} busy={busy} report={report} onAsk={ask} />
        )}
        <div role="status" className="flex min-h-11 items-center justify-between gap-3 text-sm">
          {marked ? (
            <>
              <span className="min-w-0 truncate text-muted-foreground">
                {t(marked.as === "sent" ? "queueMarkedSent" : "queueMarkedSkipped", { name: marked.name })}
              </span>
              <Button
                variant="link"
                size="inline"
                disabled={busy}
                onClick={() => write(marked.id, marked.name, "queued")}
              >
                {t("queueUndo")}
              </Button>
            </>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** Nothing to send on this screen now: why, and where to go. */
function Over({
  queue,
  busy,
  report,
  onAsk,
}: {
  queue: HostQueue;
  busy: boolean;
  report: string;
  onAsk: () => void;
}) {
  const t = useTranslations("messages");
  const why =
    queue.status === "paused"
      ? "Paused"
      : queue.status === "cancelled"
        ? "Stopped"
        : queue.held > 0
          ? "Held"
          : "Done";
  return (
    <EmptyState
      title={t(`queue${why}`)}
      action={
        <>
          {why === "Held" || why === "Paused" ? (
            <Button busy={busy} onClick={onAsk}>
              {t("queueLook")}
            </Button>
          ) : null}
          <Link href={report} className={buttonVariants({ variant: "secondary" })}>
            {t("queueReport")}
          </Link>
        </>
      }
    >
      {t(`queue${why}Text`, { count: queue.held })}
    </EmptyState>
  );
}
