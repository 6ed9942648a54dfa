import { inngest } from "@/lib/clients/inngest";
import { duePurges, purgeProject } from "@/lib/projects/purge/mutations";

/** Each night: takes away what was deleted thirty days ago, and copies that were never finished. */
export const purgeProjects = inngest().createFunction(
  { id: "purge-projects", triggers: [{ cron: "30 3 * * *" }] },
  async ({ step }) => {
    const due = await step.run("due", duePurges);
    for (const project of due) await step.run(`purge ${project.id}`, () => purgeProject(project));
  },
);
