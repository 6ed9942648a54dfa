"use client";

import { useQueryClient } from "@tanstack/react-query";
import { WebSocket } from "partysocket";
import { useEffect, useState } from "react";
import { getLiveTicket } from "@/lib/live/contract";
import { client, queryKey } from "./client";
import type { Topic } from "./record";

/** The code by which a room ends a connection whose session or membership has ended (party/live.ts). */
const ENDED = 4401;

export type LiveState = "connecting" | "live" | "away";

/**
 * Keeps a page true: joins the project's live room and, when a topic changes there, asks React Query to read
 * again what hangs on it. After every interruption everything is read again once, since pokes may be lost.
 *
 * @param stale which queries a topic makes stale, by contract key
 */
export function useLive(projectId: string, stale: Partial<Record<Topic, readonly string[]>>): LiveState {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  // The map is written inline by callers; its content, not its identity, decides.
  const written = JSON.stringify(stale);
  useEffect(() => {
    const map = JSON.parse(written) as Partial<Record<Topic, readonly string[]>>;
    const refresh = (topics: readonly string[]) => {
      const keys = new Set(topics.flatMap((topic) => map[topic as Topic] ?? []));
      if (keys.size === 0) return;
      void queries.invalidateQueries({ predicate: (query) => keys.has(String(query.queryKey[0])) });
    };
    let missed = false;
    const given = { params: { id: projectId } };
    // Through React Query, so that a refusal is noticed where all refusals are (components/shell/data.tsx).
    const ticket = () =>
      queries.fetchQuery({
        queryKey: queryKey(getLiveTicket, given),
        queryFn: () => client(getLiveTicket, given),
        staleTime: 0,
        retry: false,
      });
    const socket = new WebSocket(async () => (await ticket()).url);
    socket.onopen = () => {
      if (missed) refresh(Object.keys(map));
      missed = false;
      setState("live");
    };
    socket.onmessage = (message) =>
      refresh((JSON.parse(String(message.data)) as { topics: string[] }).topics);
    const lost = () => {
      missed = true;
      setState("away");
    };
    // Asking for a ticket may be refused before a socket is there: that is an error without a close.
    socket.onerror = lost;
    socket.onclose = ({ code }) => {
      lost();
      // The room itself ended this one: whether anything still opens is asked at once, not at the next attempt.
      if (code === ENDED) void ticket().catch(() => {});
    };
    return () => socket.close();
  }, [projectId, queries, written]);
  return state;
}
