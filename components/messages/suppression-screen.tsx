"use client";

import { ChevronLeft, Plus, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Filter } from "@/components/shell/filter";
import { useMayEdit } from "@/components/shell/person";
import { placeOf } from "@/components/shell/places";
import { SearchBox } from "@/components/shell/search-box";
import { useAddress } from "@/components/shell/use-address";
import { usePages, useRead, useSentence } from "@/components/shell/use-contract";
import { useMore } from "@/components/shell/use-more";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RowSkeletons } from "@/components/ui/skeleton";
import { listSuppressions, suppressionReason } from "@/lib/messaging/suppression/contract";
import { channel } from "@/lib/messaging/waterfall/contract";
import { getProject } from "@/lib/projects/contract";
import { SuppressAddress } from "./suppress-address";
import { SuppressionLine } from "./suppression-line";

/** The addresses that get no messages: why, since when, and which of them the host may allow again. */
export function SuppressionScreen({ projectId }: { projectId: string }) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const { search, set } = useAddress();
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const mayEdit = useMayEdit(project?.organizationId);
  const q = search.get("q")?.trim() ?? "";
  const by = channel.options.find((one) => one === search.get("channel"));
  const reason = suppressionReason.options.find((one) => one === search.get("reason"));
  const filtered = Boolean(q || by || reason);
  const list = usePages(listSuppressions, {
    params: { id: projectId },
    query: { limit: 100, ...(q && { q }), ...(by && { channel: by }), ...(reason && { reason }) },
  });
  const end = useMore<HTMLDivElement>(list);
  const none = list.isSuccess && list.total === 0;
  const add = mayEdit ? (
    <Button onClick={() => set({ add: "address" }, "push")}>
      <Plus aria-hidden />
      {t("suppressed_add")}
    </Button>
  ) : null;
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
        <span className="truncate px-1 font-medium">{t("suppressed_title")}</span>
      </nav>
      <p className="max-w-[70ch] px-4 pt-4 text-muted-foreground md:px-8">{t("suppressed_text")}</p>
      {none && !filtered ? null : (
        <div className="flex flex-wrap items-center gap-2 px-4 py-3 md:px-8">
          <SearchBox
            label={t("suppressed_search")}
            value={q}
            onChange={(next) => set({ q: next })}
            className="min-w-0 basis-full sm:w-64 sm:basis-auto"
          />
          <Filter
            label={t("suppressed_reason")}
            value={reason ?? null}
            choices={suppressionReason.options.map((value) => ({ value, label: t(`suppressed_${value}`) }))}
            onChange={(next) => set({ reason: next })}
          />
          <Filter
            label={t("suppressed_channel")}
            value={by ?? null}
            choices={channel.options.map((value) => ({ value, label: t(`channel_${value}`) }))}
            onChange={(next) => set({ channel: next })}
          />
          <span role="status" className="min-w-[12ch] flex-1 text-muted-foreground text-sm tabular-nums">
            {list.isSuccess
              ? // It is counted to the first beyond a round number.
                list.isMinimum
                ? t("suppressed_atLeast", { count: list.total - 1 })
                : t("suppressed_count", { count: list.total })
              : null}
          </span>
          {add}
        </div>
      )}
      {list.isError && !list.data ? (
        <ErrorState title={t("suppressed_failed")} onRetry={() => void list.refetch()} busy={list.isFetching}>
          {sentence(list.error)}
        </ErrorState>
      ) : list.isPending ? (
        <RowSkeletons count={8} label={t("suppressed_title")} />
      ) : none && filtered ? (
        <EmptyState
          title={t("people_noneFound")}
          action={
            <Button onClick={() => set({ q: null, channel: null, reason: null })}>
              {t("suppressed_clear")}
            </Button>
          }
        >
          {t("suppressed_noneFound")}
        </EmptyState>
      ) : none ? (
        <EmptyState icon={ShieldCheck} title={t("suppressed_none")} action={add}>
          {t("suppressed_noneText")}
        </EmptyState>
      ) : (
        <ul aria-label={t("suppressed_title")} aria-busy={list.isPlaceholderData} className="border-t">
          {list.rows.map((entry) => (
            <SuppressionLine key={entry.id} projectId={projectId} entry={entry} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      <div ref={end} />
      {mayEdit ? <SuppressAddress projectId={projectId} /> : null}
    </>
  );
}
