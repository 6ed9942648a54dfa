"use client";

import { Plus, Upload, Users } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useTranslations } from "use-intl";
import { useMayEdit } from "@/components/shell/person";
import { SearchBox } from "@/components/shell/search-box";
import { useAddress } from "@/components/shell/use-address";
import { usePages, useRead, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RowSkeletons } from "@/components/ui/skeleton";
import { listGuests } from "@/lib/guests/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import { getProject } from "@/lib/projects/contract";
import { AddGuest } from "./add-guest";
import { ExampleGuests } from "./example-guests";
import { GuestFilters } from "./guest-filters";
import { GuestSheet } from "./guest-sheet";
import { GuestTable } from "./guest-table";
import { ImportDialog } from "./import/import-dialog";
import { groupsInput, guestFilters, guestsInput } from "./reads";

/** The guest list: search, filters, rows, and whatever the address opens beside them. */
export function GuestsScreen({ projectId }: { projectId: string }) {
  const t = useTranslations("guests");
  const sentence = useSentence();
  const { search, set, href } = useAddress();
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const mayEdit = useMayEdit(project?.organizationId);
  const filters = guestFilters(search);
  const filtered = Object.values(filters).some(Boolean);
  const list = usePages(listGuests, guestsInput(projectId, search));
  const groups = useRead(listGroups, groupsInput(projectId)).data?.data;
  const households = useMemo(() => new Map(groups?.map(({ id, name }) => [id, name])), [groups]);
  const current = search.get("guest");
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  const actions = mayEdit ? (
    <>
      <Button onClick={() => set({ import: "file" }, "push")}>
        <Upload aria-hidden />
        {t("import")}
      </Button>
      <Button variant="primary" onClick={() => set({ add: "guest" }, "push")}>
        <Plus aria-hidden />
        {t("add")}
      </Button>
    </>
  ) : null;
  const nobodyYet = list.isSuccess && list.total === 0 && !filtered;

  return (
    <>
      {nobodyYet ? null : (
        <div className="flex flex-wrap items-center gap-2 px-4 py-3 md:px-8">
          <SearchBox
            label={t("search")}
            value={filters.q}
            onChange={(q) => set({ q })}
            className="min-w-0 basis-full sm:w-64 sm:basis-auto"
          />
          <GuestFilters projectId={projectId} />
          <div className="ml-auto hidden gap-2 sm:flex">{actions}</div>
        </div>
      )}
      {nobodyYet ? null : (
        <div className="flex items-center justify-between gap-2 px-4 pb-2 text-muted-foreground text-sm tabular-nums md:px-8">
          <span role="status">
            {list.isMinimum
              ? t("totalAtLeast", { count: list.total })
              : t(filtered ? "totalFound" : "total", { count: list.total })}
          </span>
          <span className="flex gap-2 sm:hidden">{actions}</span>
        </div>
      )}
      {list.isError && !list.data ? (
        <ErrorState title={t("failed")} onRetry={() => void list.refetch()} busy={list.isFetching}>
          {sentence(list.error)}
        </ErrorState>
      ) : list.isPending ? (
        <RowSkeletons count={12} label={t("loadingMore")} />
      ) : nobodyYet ? (
        <EmptyState
          icon={Users}
          title={t("emptyTitle")}
          action={
            mayEdit ? (
              <>
                <Button variant="primary" onClick={() => set({ import: "file" }, "push")}>
                  {t("emptyImport")}
                </Button>
                <Button onClick={() => set({ add: "guest" }, "push")}>{t("emptyAdd")}</Button>
                <ExampleGuests projectId={projectId} />
              </>
            ) : null
          }
        >
          {t("emptyText")}
        </EmptyState>
      ) : list.total === 0 ? (
        <EmptyState
          title={t("nobodyTitle")}
          action={
            <Button onClick={() => set({ q: null, answer: null, tag: null, household: null, event: null })}>
              {t("clearFilters")}
            </Button>
          }
        >
          {t("nobodyText")}
        </EmptyState>
      ) : (
        <div className="border-t" aria-busy={list.isPlaceholderData}>
          <GuestTable
            guests={list.rows}
            total={list.total}
            current={current}
            households={households}
            hrefOf={(guest) => href({ guest: guest.id })}
            onOpen={(guest) => set({ guest: guest.id }, current ? "replace" : "push")}
            onEnd={hasNextPage ? more : null}
          />
        </div>
      )}
      <GuestSheet projectId={projectId} guestIds={list.rows.map(({ id }) => id)} mayEdit={mayEdit} />
      {mayEdit ? (
        <>
          <AddGuest projectId={projectId} />
          <ImportDialog projectId={projectId} />
        </>
      ) : null}
    </>
  );
}
