"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { usePerson } from "@/components/shell/person";
import { placeOf } from "@/components/shell/places";
import { useRead } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { listProjects, type Project } from "@/lib/projects/contract";
import { ProjectMenu } from "./project-menu";
import { useProjectActions } from "./use-project-actions";

const deletedInput = { query: { deleted: "true", limit: 200 } } as const;

/** What lies below the list: archived projects, and those that can still be restored. */
export function ProjectShelf({
  archived,
  organizationId,
}: {
  archived: Project[];
  organizationId: string | null;
}) {
  const t = useTranslations("projects");
  const actions = useProjectActions();
  const { memberships } = usePerson();
  const mayRestore = (project: Project) =>
    memberships.some(
      ({ organizationId: id, role }) =>
        id === project.organizationId && (role === "owner" || role === "admin"),
    );
  const deleted = (useRead(listProjects, deletedInput).data?.data ?? []).filter(
    (project) => !organizationId || project.organizationId === organizationId,
  );
  return (
    <div className="grid gap-2 px-4 pb-12 md:px-8">
      {archived.length > 0 ? (
        <Drawer title={t("archivedCount", { count: archived.length })}>
          {archived.map((project) => (
            <li
              key={project.id}
              className="flex min-h-11 items-center justify-between gap-4 border-b last:border-0"
            >
              <Link href={placeOf(project.id)} className="min-w-0 truncate rounded-sm">
                {project.name}
              </Link>
              <ProjectMenu project={project} />
            </li>
          ))}
        </Drawer>
      ) : null}
      {deleted.length > 0 ? (
        <Drawer title={t("deletedCount", { count: deleted.length })}>
          {deleted.map((project) => (
            <li
              key={project.id}
              className="flex min-h-11 items-center justify-between gap-4 border-b last:border-0"
            >
              <span className="min-w-0 truncate">
                {project.name}{" "}
                <span className="text-muted-foreground text-sm">
                  {t("guests", { count: project.guestCount })}, {t("deletedWhen")}{" "}
                  {project.deletedAt ? <Ago at={project.deletedAt} /> : null}
                </span>
              </span>
              {mayRestore(project) ? (
                <Button busy={actions.isBusy} onClick={() => actions.restore(project)}>
                  {t("restore")}
                </Button>
              ) : null}
            </li>
          ))}
        </Drawer>
      ) : null}
    </div>
  );
}

const Drawer = ({ title, children }: { title: string; children: ReactNode }) => (
  <details className="group">
    <summary className="flex h-8 w-fit cursor-pointer list-none items-center gap-1.5 rounded-sm text-muted-foreground hover:text-foreground pointer-coarse:h-11">
      <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
      {title}
    </summary>
    <ul>{children}</ul>
  </details>
);
