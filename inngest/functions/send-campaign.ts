import { inngest } from "@/lib/clients/inngest";
import { runAsJob } from "@/lib/http/job";
import { continueLater, deliverCampaign } from "@/lib/messaging/delivery/mutations";
import { CAMPAIGNS_AT_ONCE } from "@/lib/messaging/delivery/policy";
import {
  type CampaignToSend,
  campaignApproved,
  campaignContinued,
  campaignStalled,
} from "@/lib/messaging/events";

const id = "send-campaign";
/** Rounds of one run; a larger campaign goes on in the next. Inngest allows 1,000 steps a run. */
const ROUNDS = 300;

/**
 * Sends a campaign in rounds, each sending what is frozen and freezing what comes next, until nothing is left.
 * Everything it knows is in the database: it may die anywhere, run twice, or be woken by the watchdog.
 */
export const sendCampaign = inngest().createFunction(
  {
    id,
    triggers: [{ event: campaignApproved }, { event: campaignContinued }, { event: campaignStalled }],
    concurrency: [
      { limit: 1, key: "event.data.campaignId" },
      { limit: CAMPAIGNS_AT_ONCE, key: "event.data.organizationId" },
    ],
    retries: 10,
  },
  async ({ event, step }) => {
    const campaign = event.data as CampaignToSend;
    for (let round = 1; round <= ROUNDS; round++) {
      const { done, waitSeconds } = await step.run(`send-${round}`, () => deliverCampaign(campaign));
      if (done) return;
      if (waitSeconds > 0) await step.sleep(`wait-${round}`, `${waitSeconds}s`);
    }
    await step.run("continue", () =>
      runAsJob(id, campaign.organizationId, (cx) => continueLater(cx, campaign.campaignId)),
    );
  },
);
