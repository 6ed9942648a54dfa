"use client";

import { ScrollText } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Filter } from "@/components/shell/filter";
import { type usePages, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { AuditEntry, listAudit, listPlatformAudit } from "@/lib/audit/contract";
import { AuditSheet } from "./audit-sheet";
import { AuditTable } from "./audit-table";
import { spans } from "./reads";

type Read =
  | ReturnType<typeof usePages<typeof listAudit>>
  | ReturnType<typeof usePages<typeof listPlatformAudit>>;

/** The entries of a log page after page, each of which opens; without them, why there are none. */
export function AuditList({ read, onClear }: { read: Read; onClear: (() => void) | null }) {
  const t = useTranslations("audit");
  const sentence = useSentence();
  const [entry, setEntry] = useState<AuditEntry | null>(null);
  return (
    <>
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
          title={onClear ? t("noMatchTitle") : t("emptyTitle")}
          action={onClear ? <Button onClick={onClear}>{t("clear")}</Button> : null}
        >
          {onClear ? t("noMatchText") : t("emptyText")}
        </EmptyState>
      ) : (
        <div className="grid gap-4 px-4 pb-16 md:px-8">
          <AuditTable rows={read.rows} onOpen={setEntry} />
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
      <AuditSheet row={entry} onClose={() => setEntry(null)} />
    </>
  );
}

/** How many entries there are, said to those who cannot see it too. */
export function AuditCount({ read }: { read: Read }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  return (
    <p role="status" className="ml-auto text-muted-foreground text-sm tabular-nums">
      {read.data
        ? read.isMinimum
          ? t("countMin", { count: format.number(read.total - 1) })
          : t("count", { count: read.total })
        : null}
    </p>
  );
}

/** How far back the log is read. */
export function WhenFilter({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const t = useTranslations("audit");
  const choices = (Object.keys(spans) as (keyof typeof spans)[]).map((when) => ({
    value: when,
    label: t(when),
  }));
  return <Filter label={t("when")} value={value} onChange={onChange} choices={choices} />;
}
