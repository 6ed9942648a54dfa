"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ProblemError } from "@/lib/http/client";
import { getLiveTicket } from "@/lib/live/contract";
import { type End, Ended } from "./ended";

/**
 * Keeps what was read; what the live room does not announce is read again when the window is looked at. Within the
 * organizers' house (`guarded`) a refusal for want of a session says so over the page and leads to signing in.
 */
export function Data({ children, guarded }: { children: ReactNode; guarded?: boolean }) {
  const [end, setEnd] = useState<End | null>(null);
  const [queries] = useState(() => {
    const notice = (error: Error, query?: { queryKey: readonly unknown[] }) => {
      if (!guarded || !(error instanceof ProblemError)) return;
      if (error.code === "unauthenticated") setEnd("session");
      // The live room was left and its ticket is refused: the project is no longer one's own.
      else if (query?.queryKey[0] === getLiveTicket.key && error.status === 404) setEnd("access");
    };
    return new QueryClient({
      queryCache: new QueryCache({ onError: notice }),
      mutationCache: new MutationCache({ onError: (error) => notice(error) }),
      defaultOptions: {
        queries: {
          staleTime: 30_000,
          gcTime: 10 * 60_000,
          retry: (failures, error) =>
            failures < 2 && !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
        },
      },
    });
  });
  return (
    <QueryClientProvider client={queries}>
      {children}
      <Ended end={end} />
    </QueryClientProvider>
  );
}
