"use client";

import { usePathname, useRouter } from "next/navigation";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { projectOf } from "@/components/shell/places";
import { useWrite } from "@/components/shell/use-contract";
import {
  deleteProject,
  getProject,
  listProjects,
  type Project,
  restoreProject,
  updateProject,
} from "@/lib/projects/contract";

/** Archive, delete and restore; each can be undone from the note that tells of it. */
export function useProjectActions() {
  const t = useTranslations("projects");
  const c = useTranslations("common");
  const router = useRouter();
  const here = projectOf(usePathname());
  const refresh = [listProjects, getProject];
  const update = useWrite(updateProject, { refresh });
  const remove = useWrite(deleteProject, { refresh: [listProjects] });
  const restore = useWrite(restoreProject, { refresh });
  // The line whose menu was used may be gone by the time it is done: the promise outlives it, a callback would not.
  const bringBack = (project: Project) =>
    restore
      .mutateAsync({ params: { id: project.id } })
      .then(() => void toast(t("restored", { name: project.name })))
      .catch(said);
  const setStatus = (project: Project, status: Project["status"]): Promise<void> =>
    update
      .mutateAsync({ params: { id: project.id }, body: { status } })
      .then(
        () =>
          void toast(t(status === "archived" ? "archived" : "unarchived", { name: project.name }), {
            action: { label: c("undo"), onClick: () => void setStatus(project, project.status) },
          }),
      )
      .catch(said);
  return {
    isBusy: update.isPending || remove.isPending || restore.isPending,
    archive: (project: Project) => setStatus(project, "archived"),
    unarchive: (project: Project) => setStatus(project, "active"),
    restore: bringBack,
    remove: (project: Project) =>
      remove
        .mutateAsync({ params: { id: project.id } })
        .then(() => {
          if (here?.id === project.id) router.push("/dashboard");
          toast(t("deletedNote", { name: project.name }), {
            duration: 10_000,
            action: { label: c("undo"), onClick: () => void bringBack(project) },
          });
        })
        .catch(said),
  };
}

/** A refusal has been said in the corner already, by useWrite. */
const said = () => undefined;
