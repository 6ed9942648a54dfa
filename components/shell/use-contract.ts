"use client";

import {
  keepPreviousData,
  type QueryClient,
  type UseMutationOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { type CallOptions, client, ProblemError, queryKey } from "@/lib/http/client";
import type { Contract, Given, Output } from "@/lib/http/endpoint";

type ReadOptions = {
  enabled?: boolean;
  /** Shows the former answer while the next one is on its way: for search and filters. */
  keep?: boolean;
  /** Milliseconds between reads while something is under way; false when it is over. */
  every?: number | false;
};

/** Reads a contract and keeps it; the server's first read is used when the page was hydrated with it. */
export function useRead<C extends Contract>(contract: C, given: Given<C>, options: ReadOptions = {}) {
  return useQuery<Output<C>, ProblemError>({
    queryKey: queryKey(contract, given),
    queryFn: ({ signal }) => client(contract, given, { signal }),
    enabled: options.enabled,
    placeholderData: options.keep ? keepPreviousData : undefined,
    refetchInterval: options.every ?? false,
  });
}

type Call<C extends Contract> = Given<C> & { options?: CallOptions };
type WriteOptions<C extends Contract, Before> = Omit<
  UseMutationOptions<Output<C>, ProblemError, Call<C>, Before>,
  "mutationFn"
> & {
  /** Contracts whose answers this change makes old. */
  refresh?: Contract[];
  /** Keeps the refusal out of the corner, for forms that show it themselves. */
  quiet?: boolean;
};

/** Changes something through a contract; a refusal is said in its own sentence. */
export function useWrite<C extends Contract, Before = unknown>(
  contract: C,
  { refresh = [], quiet, onError, onSettled, ...rest }: WriteOptions<C, Before> = {},
) {
  const queries = useQueryClient();
  const sentence = useSentence();
  return useMutation<Output<C>, ProblemError, Call<C>, Before>({
    ...rest,
    mutationFn: ({ options, ...given }) => client(contract, given as Given<C>, options),
    onError: (error, ...more) => {
      if (!quiet) toast.error(sentence(error));
      return onError?.(error, ...more);
    },
    onSettled: async (...all) => {
      await refreshAll(queries, refresh);
      return onSettled?.(...all);
    },
  });
}

/** Reads again whatever was read of these contracts. */
export function refreshAll(queries: QueryClient, contracts: Contract[]) {
  return Promise.all(contracts.map((contract) => queries.invalidateQueries({ queryKey: [contract.key] })));
}

/** The sentence of a refusal, never a code alone. */
export function useSentence() {
  const t = useTranslations("common");
  return (error: unknown) => (error instanceof ProblemError && error.message) || t("unknownError");
}

/** The refusals of single fields, by the field's name: `{ email: "is not an e-mail address" }`. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ProblemError)) return {};
  return Object.fromEntries(error.errors.map(({ path, message }) => [path.replace(/^body\./, ""), message]));
}

type PageOf<T> = { data: T[]; nextCursor: string | null; total: number; totalIsMinimum?: boolean };
type ItemOf<C extends Contract> = Output<C> extends PageOf<infer T> ? T : never;

/** The key of a list that is read page after page; its first part is the contract's, as everywhere. */
export const pagesKey = <C extends Contract>(contract: C, given: Given<C>) =>
  [...queryKey(contract, given), "pages"] as const;

/** Reads a list page after page. `rows` is what is loaded so far, `total` what the server counts. */
export function usePages<C extends Contract>(contract: C, given: Given<C>) {
  const query = useInfiniteQuery({
    queryKey: pagesKey(contract, given),
    queryFn: ({ signal, pageParam }) => {
      const { query: asked, ...rest } = given as { query?: object };
      const next = { ...rest, query: { ...asked, ...(pageParam && { cursor: pageParam }) } } as Given<C>;
      return client(contract, next, { signal }) as Promise<PageOf<ItemOf<C>>>;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const newest = query.data?.pages.at(0);
  return { ...query, rows, total: newest?.total ?? 0, isMinimum: newest?.totalIsMinimum ?? false };
}
