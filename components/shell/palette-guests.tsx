"use client";

import { useQueries } from "@tanstack/react-query";
import { User } from "lucide-react";
import { useDeferredValue } from "react";
import { useTranslations } from "use-intl";
import { CommandGroup, CommandItem } from "@/components/ui/command";
import { listGuests } from "@/lib/guests/contract";
import { client, queryKey } from "@/lib/http/client";
import type { Project } from "@/lib/projects/contract";
import { placeOf } from "./places";

const PROJECTS = 6;

/** Guests whose name, e-mail or phone fits what is typed, of one project or of the newest few. */
export function PaletteGuests({
  text,
  projects,
  onChoose,
}: {
  text: string;
  projects: Project[];
  onChoose: (href: string) => void;
}) {
  const t = useTranslations("shell");
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
  const guests = found.flatMap(({ data }, index) =>
    (data?.data ?? []).map((guest) => ({ guest, project: asked[index] })),
  );
  if (guests.length === 0) return null;
  return (
    <CommandGroup heading={t("paletteGuests")} forceMount>
      {guests.map(({ guest, project }) => (
        <CommandItem
          key={guest.id}
          forceMount
          value={`${text} ${guest.id}`}
          onSelect={() => onChoose(`${placeOf(guest.projectId, "guests")}?guest=${guest.id}`)}
        >
          <User aria-hidden />
          <span className="truncate">{[guest.firstName, guest.lastName].filter(Boolean).join(" ")}</span>
          <span className="ml-auto max-w-40 truncate text-muted-foreground text-sm">
            {projects.length > 1 ? project?.name : guest.email}
          </span>
        </CommandItem>
      ))}
    </CommandGroup>
  );
}
