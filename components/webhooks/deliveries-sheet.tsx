"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { usePages, useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import {
  getWebhookDelivery,
  listWebhookDeliveries,
  redeliverWebhook,
  type WebhookDelivery,
  type WebhookEndpoint,
} from "@/lib/webhooks/contract";

const tones = { pending: "amber", delivered: "green", failed: "red", cancelled: "neutral" } as const;
/** How often the log is read again while one looks (ms): there is no live room for an organization. */
const EVERY = 4_000;

/** What was sent to a webhook, each with its body and every try; opened one by one. */
export function DeliveriesSheet({ endpoint, close }: { endpoint: WebhookEndpoint; close: () => void }) {
  const t = useTranslations("webhooks");
  const sentence = useSentence();
  const [opened, setOpened] = useState<string | null>(null);
  const list = usePages(listWebhookDeliveries, { params: { id: endpoint.id }, query: { limit: 30 } });
  // The newest page is watched apart, so that what one has scrolled to stays where it is.
  const newest = useRead(
    listWebhookDeliveries,
    { params: { id: endpoint.id }, query: { limit: 30, sort: "-createdAt" } },
    { every: EVERY },
  );
  const fresh = new Map((newest.data?.data ?? []).map((one) => [one.id, one]));
  const rows = [
    ...(newest.data?.data ?? []).filter(({ id }) => !list.rows.some((row) => row.id === id)),
    ...list.rows.map((row) => fresh.get(row.id) ?? row),
  ];
  return (
    <Sheet open onOpenChange={(open) => (open ? null : close())}>
      <SheetContent title={t("logTitle")} description={endpoint.url}>
        {list.isError && !list.data ? (
          <ErrorState title={t("logFailed")} onRetry={() => void list.refetch()} busy={list.isFetching}>
            {sentence(list.error)}
          </ErrorState>
        ) : !list.data ? (
          <Skeleton className="h-24 w-full" />
        ) : rows.length === 0 ? (
          <p className="text-muted-foreground">{t("logEmpty")}</p>
        ) : (
          <ol className="grid">
            {rows.map((delivery) => (
              <li key={delivery.id} className="border-b last:border-0">
                <Row
                  delivery={delivery}
                  isOpen={opened === delivery.id}
                  toggle={() => setOpened((id) => (id === delivery.id ? null : delivery.id))}
                />
                {opened === delivery.id ? (
                  <Detail delivery={delivery} isOn={endpoint.status === "enabled"} />
                ) : null}
              </li>
            ))}
          </ol>
        )}
        {list.hasNextPage ? (
          <Button className="mt-3" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("older")}
          </Button>
        ) : null}
      </SheetContent>
    </Sheet>
  );
}

function Row({
  delivery,
  isOpen,
  toggle,
}: {
  delivery: WebhookDelivery;
  isOpen: boolean;
  toggle: () => void;
}) {
  const t = useTranslations("webhooks");
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={toggle}
      className="flex min-h-12 w-full items-center gap-2 py-2 text-left"
    >
      <ChevronRight
        aria-hidden
        className={cn("size-4 shrink-0 transition-transform", isOpen && "rotate-90")}
      />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{delivery.event}</span>
        <span className="block text-muted-foreground text-sm">
          <Ago at={delivery.createdAt} /> · {t("attempts", { count: delivery.attempts })}
          {delivery.nextAttemptAt && delivery.attempts > 0
            ? ` · ${t("next", { when: format.relativeTime(new Date(delivery.nextAttemptAt), now) })}`
            : null}
        </span>
      </span>
      <Badge tone={tones[delivery.status]}>{t(`status_${delivery.status}`)}</Badge>
    </button>
  );
}

function Detail({ delivery, isOn }: { delivery: WebhookDelivery; isOn: boolean }) {
  const t = useTranslations("webhooks");
  const sentence = useSentence();
  const read = useRead(getWebhookDelivery, { params: { id: delivery.id } }, { every: EVERY });
  const again = useWrite(redeliverWebhook, {
    refresh: [getWebhookDelivery, listWebhookDeliveries],
    onSuccess: () => toast.success(t("sentAgain")),
  });
  if (!read.data) {
    return read.error ? (
      <p className="pb-3 text-destructive text-sm">{sentence(read.error)}</p>
    ) : (
      <Skeleton className="mb-3 h-24 w-full" />
    );
  }
  return (
    <div className="grid gap-3 pb-4 pl-6">
      {isOn ? (
        <div>
          <Button busy={again.isPending} onClick={() => again.mutate({ params: { id: delivery.id } })}>
            {t("again")}
          </Button>
        </div>
      ) : null}
      <ol aria-label={t("tries")} className="grid gap-2">
        {read.data.tries.map((one) => (
          <li key={`${one.number} ${one.at}`} className="rounded-md border p-3 text-sm">
            <p className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span>
                {t("try", { number: one.number })}
                {one.byHand ? `, ${t("tryByHand")}` : null}
              </span>
              <span className="text-muted-foreground tabular-nums">
                <Ago at={one.at} /> · {t("milliseconds", { count: one.milliseconds })}
              </span>
            </p>
            <p className={one.error ? "text-destructive" : "text-success"}>
              {one.error ?? t("answered", { status: one.responseStatus ?? 0 })}
            </p>
            {one.responseBody ? <Code label={t("answer")} text={one.responseBody} /> : null}
            <Code
              label={t("headers")}
              text={Object.entries(one.requestHeaders)
                .map(([name, value]) => `${name}: ${value}`)
                .join("\n")}
            />
          </li>
        ))}
      </ol>
      <Code label={t("body")} text={pretty(read.data.body)} />
    </div>
  );
}

const pretty = (json: string): string => JSON.stringify(JSON.parse(json), null, 2);

function Code({ label, text }: { label: string; text: string }) {
  return (
    <details className="mt-2 text-sm">
      <summary className="w-fit text-muted-foreground">{label}</summary>
      <pre className="mt-1 max-h-64 overflow-auto whitespace-pre-wrap break-all rounded-md bg-muted p-2 text-xs">
        {text}
      </pre>
    </details>
  );
}
