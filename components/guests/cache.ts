import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { type Guest, type GuestDetail, getGuest, listGuests } from "@/lib/guests/contract";
import { queryKey } from "@/lib/http/client";

type Pages = InfiniteData<{ data: Guest[]; nextCursor: string | null; total: number }>;

/** What was there before a change, to be put back when it is refused. */
export type Before = [readonly unknown[], unknown][];

function everyList(queries: QueryClient, change: (rows: Guest[]) => Guest[]): void {
  queries.setQueriesData<Pages>(
    { queryKey: [listGuests.key], predicate: (query) => query.queryKey.at(-1) === "pages" },
    (pages) =>
      pages && {
        ...pages,
        pages: pages.pages.map((page) => {
          const data = change(page.data);
          return { ...page, data, total: page.total + data.length - page.data.length };
        }),
      },
  );
}

/** Everything that was read of guests, as it is now. */
export const snapshot = (queries: QueryClient): Before => [
  ...queries.getQueriesData({ queryKey: [listGuests.key] }),
  ...queries.getQueriesData({ queryKey: [getGuest.key] }),
];

/** Puts back what a snapshot holds. */
export function restore(queries: QueryClient, before: Before | undefined): void {
  for (const [key, data] of before ?? []) queries.setQueryData(key, data);
}

/** Shows a change of a guest at once, in every list and in the sheet. */
export function patchGuest(queries: QueryClient, id: string, patch: Partial<GuestDetail>): void {
  queries.setQueryData<GuestDetail>(queryKey(getGuest, { params: { id } }), (guest) =>
    guest ? { ...guest, ...patch } : guest,
  );
  everyList(queries, (rows) => rows.map((row) => (row.id === id ? { ...row, ...patch } : row)));
}

/** Takes a guest out of every list, at once. */
export function removeGuest(queries: QueryClient, id: string): void {
  everyList(queries, (rows) =>
    rows.some((row) => row.id === id) ? rows.filter((row) => row.id !== id) : rows,
  );
}
