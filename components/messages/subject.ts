import type { Project } from "@/lib/projects/contract";
import { parseText, resolveText, type Text } from "@/lib/scene/text";

/** A subject as one reads it in a list: what every guest gets alike is filled in, what is each one's own is "…". */
export function plainSubject(subject: string | null, project: Project | undefined): string {
  if (!subject) return "";
  const text: Text = parseText(subject, { marks: false }).map((run) =>
    "field" in run && !run.field.startsWith("project.") ? { text: "…" } : run,
  );
  const values = { project: project ?? null, event: null, guest: null, household: null, invite: null };
  return resolveText(text, values, project?.locale ?? "en");
}
