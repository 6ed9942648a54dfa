"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Filter } from "@/components/shell/filter";
import { SearchBox } from "@/components/shell/search-box";
import { useAddress } from "@/components/shell/use-address";
import { usePages, useSentence } from "@/components/shell/use-contract";
import { useMore } from "@/components/shell/use-more";
import { useNarrow } from "@/components/shell/use-narrow";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Segmented } from "@/components/ui/segmented";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import type { Output } from "@/lib/http/endpoint";
import { type countAudience, exclusions, listAudienceGuests } from "@/lib/messaging/audience/contract";
import { AudienceRow } from "./audience-row";
import type { audienceQuery } from "./reads";

type Props = {
  projectId: string;
  query: ReturnType<typeof audienceQuery>;
  count: Output<typeof countAudience> | undefined;
  campaignId?: string;
  mayEdit: boolean;
};

/** The exact list behind a count: who gets it and where, and who does not, why, and what can be done about it. */
export function AudienceSheet(props: Props) {
  const t = useTranslations("messages");
  const narrow = useNarrow();
  const { search, set } = useAddress();
  const open = search.has("people");
  const { count } = props;
  return (
    <Sheet
      open={open}
      modal={narrow}
      onOpenChange={(next) => next || set({ people: null, reason: null }, "push")}
    >
      <SheetContent
        onInteractOutside={(event) => narrow || event.preventDefault()}
        title={t("audience")}
        description={
          count ? (
            t("people_sum", { total: count.total, left: count.matched - count.total })
          ) : (
            <Skeleton className="mt-1 h-4 w-40" />
          )
        }
      >
        {open ? <People {...props} /> : null}
      </SheetContent>
    </Sheet>
  );
}

function People({ projectId, query, count, campaignId, mayEdit }: Props) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const { search, set } = useAddress();
  const [q, setQ] = useState("");
  const side = search.get("people") === "left" ? "left" : "reached";
  const reason = side === "left" ? exclusions.find((one) => one === search.get("reason")) : undefined;
  const list = usePages(listAudienceGuests, {
    params: { id: projectId },
    query: {
      ...query,
      limit: 100,
      reached: side === "reached" ? "true" : "false",
      ...(reason && { reason }),
      ...(q && { q }),
      ...(campaignId && { campaignId }),
    },
  });
  const end = useMore<HTMLDivElement>(list);
  const reasons = count?.excluded ?? [];
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label={t("audience")}
          value={side}
          onChange={(people) => set({ people, reason: null })}
          choices={[
            { value: "reached", content: t("people_get", { count: count?.total ?? 0 }) },
            {
              value: "left",
              content: t("people_miss", { count: count ? count.matched - count.total : 0 }),
            },
          ]}
        />
        {side === "left" && (reasons.length > 1 || reason) ? (
          <Filter
            label={t("people_why")}
            value={reason ?? null}
            choices={reasons.map((one) => ({
              value: one.reason,
              label: t(`excluded_${one.reason}`, { count: one.count }),
            }))}
            onChange={(next) => set({ reason: next })}
          />
        ) : null}
      </div>
      <SearchBox label={t("people_search")} value={q} onChange={setQ} />
      {list.isError && !list.data ? (
        <ErrorState title={t("jobsFailed")} onRetry={() => void list.refetch()} busy={list.isFetching}>
          {sentence(list.error)}
        </ErrorState>
      ) : list.isPending ? (
        <div className="grid gap-4 py-2">
          {["a", "b", "c", "d", "e"].map((place) => (
            <div key={place} className="grid gap-1.5">
              <Skeleton className="h-4 w-40" />
              <Skeleton className="h-3.5 w-56" />
            </div>
          ))}
        </div>
      ) : list.rows.length === 0 ? (
        <EmptyState
          title={t(q ? "people_noneFound" : side === "left" ? "people_noneLeft" : "people_noneGet")}
        >
          {q ? null : t(side === "left" ? "people_noneLeftText" : "people_noneGetText")}
        </EmptyState>
      ) : (
        <ul aria-busy={list.isPlaceholderData} className="-mx-5 border-t">
          {list.rows.map((guest) => (
            <AudienceRow key={guest.id} projectId={projectId} guest={guest} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      <div ref={end} />
    </div>
  );
}
