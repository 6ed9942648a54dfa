"use client";

import { Download, ScrollText } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Filter } from "@/components/shell/filter";
import { SearchBox } from "@/components/shell/search-box";
import { useAddress } from "@/components/shell/use-address";
import { usePages, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { type AuditRow, exportAudit, listAudit } from "@/lib/audit/contract";
import { address } from "@/lib/http/client";
import { AuditSheet } from "./audit-sheet";
import { AuditTable } from "./audit-table";
import { auditInput } from "./reads";

const kinds = ["user", "apiKey", "guest", "job", "webhook"] as const;
const nouns = [
  "project",
  "event",
  "guest",
  "import",
  "invite",
  "form",
  "site",
  "campaign",
  "member",
  "setting",
  "job",
];

/** An organization's log: who did what to what, before and after. */
export function AuditScreen({ organizationId }: { organizationId: string }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const sentence = useSentence();
  const { search, set } = useAddress();
  const [opened] = useState(() => Date.now());
  const given = auditInput(organizationId, search, opened);
  const read = usePages(listAudit, given);
  const [row, setRow] = useState<AuditRow | null>(null);
  const isFiltered = ["q", "who", "about", "when"].some((name) => search.get(name));
  const { limit: _, ...filters } = given.query;
  const file = address(exportAudit, given.params, filters);
  return (
    <>
      <header className="flex items-center justify-between gap-4 px-4 pt-5 pb-4 md:px-8 md:pt-6">
        <h1 className="font-semibold text-lg">{t("title")}</h1>
        <Button asChild>
          <a href={file} download>
            <Download aria-hidden />
            {t("export")}
          </a>
        </Button>
      </header>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 md:px-8">
        <SearchBox
          value={search.get("q") ?? ""}
          onChange={(q) => set({ q })}
          label={t("search")}
          className="w-full sm:w-72"
        />
        <Filter
          label={t("who")}
          value={search.get("who")}
          onChange={(who) => set({ who })}
          choices={kinds.map((kind) => ({ value: kind, label: t(`actor_${kind}`) }))}
        />
        <Filter
          label={t("what")}
          value={search.get("about")}
          onChange={(about) => set({ about })}
          choices={nouns.map((noun) => ({ value: noun, label: noun }))}
        />
        <Filter
          label={t("when")}
          value={search.get("when")}
          onChange={(when) => set({ when })}
          choices={(["day", "week", "month"] as const).map((when) => ({ value: when, label: t(when) }))}
        />
        <p role="status" className="ml-auto text-muted-foreground text-sm tabular-nums">
          {read.data
            ? read.isMinimum
              ? t("countMin", { count: format.number(read.total - 1) })
              : t("count", { count: read.total })
            : null}
        </p>
      </div>
      {read.isError && !read.data ? (
        <ErrorState title={t("failed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : read.isPending ? (
        <div className="grid gap-px px-4 md:px-8">
          {["a", "b", "c", "d", "e", "f"].map((place) => (
            <div key={place} className="flex h-11 items-center gap-6 border-b">
              <Skeleton className="h-4 w-24" />
              <Skeleton className="h-4 w-32" />
              <Skeleton className="h-4 w-48" />
            </div>
          ))}
        </div>
      ) : read.rows.length === 0 ? (
        <EmptyState
          icon={ScrollText}
          title={isFiltered ? t("noMatchTitle") : t("emptyTitle")}
          action={
            isFiltered ? (
              <Button onClick={() => set({ q: null, who: null, about: null, when: null })}>
                {t("clear")}
              </Button>
            ) : null
          }
        >
          {isFiltered ? t("noMatchText") : t("emptyText")}
        </EmptyState>
      ) : (
        <div className="grid gap-4 px-4 pb-16 md:px-8">
          <AuditTable rows={read.rows} onOpen={setRow} />
          {read.hasNextPage ? (
            <Button
              className="justify-self-center"
              busy={read.isFetchingNextPage}
              onClick={() => void read.fetchNextPage()}
            >
              {t("more")}
            </Button>
          ) : null}
        </div>
      )}
      <AuditSheet row={row} onClose={() => setRow(null)} />
    </>
  );
}
