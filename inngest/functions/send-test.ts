import { inngest } from "@/lib/clients/inngest";
import { type TestRequested, testCampaign } from "@/lib/messaging/events";
import { sendTest, tellUntaken } from "@/lib/messaging/preview/mutations";

/** Sends the test that somebody asked for; tried again by the jobs server, it leaves once. */
export const sendCampaignTest = inngest().createFunction(
  { id: "send-test", triggers: [{ event: testCampaign }] },
  async ({ event, step }) => {
    const asked = event.data as TestRequested;
    const untaken = await step.run("send", () => sendTest(asked, event.id!));
    if (untaken) await step.run("tell", () => tellUntaken(asked, untaken, event.id!));
  },
);
