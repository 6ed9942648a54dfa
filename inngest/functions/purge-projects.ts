import { inngest } from "@/lib/clients/inngest";
import { purgeSpent } from "@/lib/http/spent";
import { duePurges, purgeProject } from "@/lib/projects/purge/mutations";
import { purgeDeliveries } from "@/lib/webhooks/delivery/mutations";

/** Each night: takes away what was deleted thirty days ago, copies that were never finished, and what has served. */
export const purgeProjects = inngest().createFunction(
  { id: "purge-projects", triggers: [{ cron: "30 3 * * *" }] },
  async ({ step }) => {
    const due = await step.run("due", duePurges);
    await step.run("webhook log", purgeDeliveries);
    await step.run("keys and events", purgeSpent);
    for (const project of due) await step.run(`purge ${project.id}`, () => purgeProject(project));
  },
);
