"use client";

import { Archive, ArchiveRestore, Copy, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { MoreMenu } from "@/components/shell/more-menu";
import { useMayEdit, usePerson } from "@/components/shell/person";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import type { Project } from "@/lib/projects/contract";
import { DuplicateDialog } from "./duplicate-dialog";
import { useProjectActions } from "./use-project-actions";

/** What can be done with a whole project. Viewers have no menu, editors no delete. */
export function ProjectMenu({ project, className }: { project: Project; className?: string }) {
  const t = useTranslations("projects");
  const [isCopying, setCopying] = useState(false);
  const actions = useProjectActions();
  const role = usePerson().memberships.find((one) => one.organizationId === project.organizationId)?.role;
  if (!useMayEdit(project.organizationId)) return null;
  return (
    <>
      <MoreMenu label={t("menu", { name: project.name })} className={className}>
        <DropdownMenuItem onSelect={() => setCopying(true)}>
          <Copy aria-hidden />
          {t("copy")}
        </DropdownMenuItem>
        {project.status === "archived" ? (
          <DropdownMenuItem onSelect={() => actions.unarchive(project)}>
            <ArchiveRestore aria-hidden />
            {t("unarchive")}
          </DropdownMenuItem>
        ) : (
          <DropdownMenuItem onSelect={() => actions.archive(project)}>
            <Archive aria-hidden />
            {t("archive")}
          </DropdownMenuItem>
        )}
        {role === "owner" || role === "admin" ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={() => actions.remove(project)}>
              <Trash2 aria-hidden />
              {t("delete")}
            </DropdownMenuItem>
          </>
        ) : null}
      </MoreMenu>
      <DuplicateDialog project={project} open={isCopying} onOpenChange={setCopying} />
    </>
  );
}
