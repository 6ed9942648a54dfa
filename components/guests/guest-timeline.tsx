"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { reasons } from "@/components/messages/reads";
import { Ago } from "@/components/shell/ago";
import { placeOf } from "@/components/shell/places";
import { usePages, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { Output } from "@/lib/http/endpoint";
import { SKIPPED } from "@/lib/messaging/queue/policy";
import { listTimeline } from "@/lib/messaging/timeline/contract";
import { UNKNOWN } from "@/lib/messaging/webhooks/policy";

type Entry = Output<typeof listTimeline>["data"][number];

const good = new Set<Entry["kind"]>(["answered", "answerChanged", "consentGiven", "started"]);
const bad = new Set<Entry["kind"]>(["bounced", "complained", "failed", "unknown"]);

const details = ["guest", "host", "import", "calendar", UNKNOWN, ...reasons, SKIPPED] as const;

/** What happened between a guest and the hosts, the newest first. */
export function GuestTimeline({ projectId, guestId }: { projectId: string; guestId: string }) {
  const t = useTranslations("guests");
  const sentence = useSentence();
  const list = usePages(listTimeline, { params: { id: guestId }, query: { limit: 20 } });
  return (
    <section aria-label={t("timeline")} className="grid gap-2 border-t pt-4">
      <h3 className="font-medium">{t("timeline")}</h3>
      {list.isError && !list.data ? (
        <ErrorState title={t("timelineFailed")} onRetry={() => void list.refetch()} busy={list.isFetching}>
          {sentence(list.error)}
        </ErrorState>
      ) : list.isPending ? (
        <div className="grid gap-3">
          {["a", "b", "c"].map((place) => (
            <Skeleton key={place} className="h-4 w-full" />
          ))}
        </div>
      ) : list.rows.length === 0 ? (
        <p className="text-muted-foreground text-sm">{t("timelineNone")}</p>
      ) : (
        <ol className="grid gap-2.5">
          {list.rows.map((entry) => (
            <Line key={entry.id} entry={entry} projectId={projectId} />
          ))}
        </ol>
      )}
      {list.hasNextPage ? (
        <Button
          size="sm"
          className="justify-self-start"
          busy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("timelineMore")}
        </Button>
      ) : null}
    </section>
  );
}

function Line({ entry, projectId }: { entry: Entry; projectId: string }) {
  const t = useTranslations("guests");
  const { kind, campaignId, campaignName, channel, detail } = entry;
  // What a provider says of a bounce is told as it came.
  const ours = details.find((one) => one === detail);
  const by = channel ? t(`consent_${channel as "sms"}`) : "";
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      <span
        aria-hidden
        className={cn(
          "mt-1.5 size-2 rounded-full",
          good.has(kind) ? "bg-success" : bad.has(kind) ? "bg-destructive" : "bg-muted-foreground/50",
        )}
      />
      <div className="min-w-0">
        <p className="break-words">
          {t(`timeline_${kind}`, { by })}
          {campaignId ? (
            <>
              {" "}
              <Link
                href={`${placeOf(projectId, "messages")}/${campaignId}`}
                className="rounded-sm font-medium underline-offset-4 hover:underline"
              >
                {campaignName}
              </Link>
            </>
          ) : null}
        </p>
        <p dir="auto" className="break-words text-muted-foreground text-sm">
          <Ago at={entry.at} />
          {detail ? ` · ${ours ? t(`detail_${ours}`) : detail}` : null}
        </p>
      </div>
    </li>
  );
}
