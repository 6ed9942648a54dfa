"use client";

import { useQueries } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { listGuests } from "@/lib/guests/contract";
import { client, queryKey } from "@/lib/http/client";
import type { Project } from "@/lib/projects/contract";

const PROJECTS = 6;

/** Guests whose name, e-mail or phone fits what is typed, of one project or of the newest few. */
export function useFoundGuests(text: string, projects: Project[]) {
  const q = useDeferredValue(text.trim());
  const asked = q.length < 2 ? [] : projects.slice(0, PROJECTS);
  const found = useQueries({
    queries: asked.map(({ id }) => {
      const given = { params: { id }, query: { q, limit: 6, sort: "name" } };
      return {
        queryKey: queryKey(listGuests, given),
        queryFn: ({ signal }: { signal: AbortSignal }) => client(listGuests, given, { signal }),
      };
    }),
  });
  return {
    guests: found.flatMap(({ data }, index) =>
      (data?.data ?? []).map((guest) => ({ guest, project: asked[index] })),
    ),
    searching: found.some(({ isPending }) => isPending),
  };
}
