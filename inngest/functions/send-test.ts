import { inngest } from "@/lib/clients/inngest";
import { type TestRequested, testCampaign } from "@/lib/messaging/events";
import { sendTest } from "@/lib/messaging/preview/mutations";

/** Sends the test that somebody asked for; tried again by the jobs server, it leaves once. */
export const sendCampaignTest = inngest().createFunction(
  { id: "send-test", triggers: [{ event: testCampaign }] },
  ({ event, step }) => step.run("send", () => sendTest(event.data as TestRequested, event.id!)),
);
