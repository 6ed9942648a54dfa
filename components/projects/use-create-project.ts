"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { usePerson } from "@/components/shell/person";
import { refreshAll } from "@/components/shell/use-contract";
import { getMe } from "@/lib/auth/contract";
import { createEvent } from "@/lib/events/contract";
import { client } from "@/lib/http/client";
import { createOrganization } from "@/lib/orgs/contract";
import { createProject, listProjects, type Project } from "@/lib/projects/contract";
import { instantAt } from "./moments";

type NewProject = {
  name: string;
  kind: Project["kind"];
  eventDate: string | null;
  organizationId: string | null;
};

/**
 * Creates a project, with an organization of one's own before the first and a first event on the given day, in
 * the time zone and country of this device.
 */
export function useCreateProject() {
  const t = useTranslations("projects");
  const person = usePerson();
  const queries = useQueryClient();
  const nameOf = (name: string) => (name ? t("organizationName", { name }) : t("organizationFallback"));
  return useMutation({
    mutationFn: async ({ name, kind, eventDate, organizationId }: NewProject) => {
      const own = person.memberships.filter(({ permissions }) => permissions.includes("projects:write"));
      const home =
        own.find((one) => one.organizationId === organizationId)?.organizationId ??
        own[0]?.organizationId ??
        (await client(createOrganization, { body: { name: nameOf(person.name) } })).id;
      const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
      const country = new Intl.Locale(navigator.language).maximize().region;
      const project = await client(createProject, {
        body: {
          organizationId: home,
          name,
          kind,
          eventDate,
          timezone,
          status: "active",
          ...(country && /^[A-Z]{2}$/.test(country) && { country }),
        },
      });
      if (eventDate) {
        await client(createEvent, {
          params: { id: project.id },
          body: { name: t(`event_${kind}`), startsAt: instantAt(eventDate, "15:00", timezone), timezone },
        });
      }
      return project;
    },
    onSuccess: () => refreshAll(queries, [listProjects, getMe]),
  });
}
