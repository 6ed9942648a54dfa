import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { queryKey } from "@/lib/http/client";
import type { Contract, Given, Output } from "@/lib/http/endpoint";

/** One answer that the server read for the first paint, under the key by which the browser asks again. */
export function first<C extends Contract>(contract: C, given: Given<C>, output: Output<C>) {
  return { key: queryKey(contract, given), output };
}

/** The first page of a list that the browser reads on from, under the key of `usePages`. */
export function firstPage<C extends Contract>(contract: C, given: Given<C>, output: Output<C>) {
  return {
    key: [...queryKey(contract, given), "pages"],
    output: { pages: [output], pageParams: [null] },
  };
}

/** Hands the server's first reads to React Query, so that the page paints full and then lives. */
export function Hydrate({
  entries,
  children,
}: {
  entries: { key: readonly unknown[]; output: unknown }[];
  children: ReactNode;
}) {
  const queries = new QueryClient();
  for (const { key, output } of entries) queries.setQueryData(key, output);
  return <HydrationBoundary state={dehydrate(queries)}>{children}</HydrationBoundary>;
}
