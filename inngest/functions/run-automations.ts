import { inngest } from "@/lib/clients/inngest";
import { replanAutomations, runDueAutomations } from "@/lib/messaging/automation/mutations";
import { type SubmissionSaved, submissionSaved } from "@/lib/rsvp/events";
import { factsChanged } from "@/lib/sites/publishing/events";

/** Each minute: begins the runs of automations whose time has come. */
export const runAutomations = inngest().createFunction(
  { id: "run-automations", triggers: [{ cron: "* * * * *" }] },
  ({ step }) => step.run("run", runDueAutomations),
);

/** A date was moved: what hangs on it moves with it. */
export const replanOnFacts = inngest().createFunction(
  { id: "replan-automations", triggers: [{ event: factsChanged }] },
  async ({ event, step }) => {
    const { organizationId, projectId } = event.data as { organizationId: string; projectId: string };
    await step.run("replan", () => replanAutomations(organizationId, projectId));
  },
);

/** An answer was saved: what follows an answer follows now. */
export const runAfterAnswer = inngest().createFunction(
  { id: "run-after-answer", triggers: [{ event: submissionSaved }] },
  async ({ event, step }) => {
    const { organizationId, projectId } = event.data as SubmissionSaved;
    await step.run("run", () => replanAutomations(organizationId, projectId, "answered"));
  },
);
