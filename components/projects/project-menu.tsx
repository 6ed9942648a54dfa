"use client";

import { Archive, ArchiveRestore, Copy, Ellipsis, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMayEdit, usePerson } from "@/components/shell/person";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
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
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="ghost"
            size="icon"
            aria-label={t("menu", { name: project.name })}
            className={className}
          >
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
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
        </DropdownMenuContent>
      </DropdownMenu>
      <DuplicateDialog project={project} open={isCopying} onOpenChange={setCopying} />
    </>
  );
}
