"use client";

import { useQueryClient } from "@tanstack/react-query";
import { WebSocket } from "partysocket";
import { useEffect, useState } from "react";
import { getLiveTicket } from "@/lib/live/contract";
import { client } from "./client";
import type { Topic } from "./record";

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
    const socket = new WebSocket(async () => {
      const { url } = await client(getLiveTicket, { params: { id: projectId } });
      return url;
    });
    socket.onopen = () => {
      if (missed) refresh(Object.keys(map));
      missed = false;
      setState("live");
    };
    socket.onmessage = (message) =>
      refresh((JSON.parse(String(message.data)) as { topics: string[] }).topics);
    // Asking for a ticket may be refused before a socket is there: that is an error without a close.
    socket.onclose = socket.onerror = () => {
      missed = true;
      setState("away");
    };
    return () => socket.close();
  }, [projectId, queries, written]);
  return state;
}
