import { inngest } from "@/lib/clients/inngest";
import { mailsReturned } from "@/lib/messaging/events";
import { tellOwners, watchStanding } from "@/lib/messaging/standing/mutations";

/** Mails came back or were complained about: where there are too many, an organization's campaigns hold. */
export const watchSenders = inngest().createFunction(
  {
    id: "watch-standing",
    triggers: [{ event: mailsReturned }],
    concurrency: [{ limit: 1, key: "event.data.organizationId" }],
  },
  async ({ event, step }) => {
    const { organizationId } = event.data as { organizationId: string };
    const halted = await step.run("look", () => watchStanding(organizationId));
    if (halted) await step.run("tell", () => tellOwners(organizationId, halted));
  },
);
