import { eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { asSystem } from "@/db/client";
import { messageBatches, messageJobs, messagingCampaigns } from "@/db/schema";
import type { MailProvider } from "@/lib/clients/email/mail";
import { type createSender, letter } from "./campaign";
import { call } from "./tenant";

export type Sender = Awaited<ReturnType<typeof createSender>>;

export const load = async () => ({
  ...(await import("@/lib/http/job")),
  ...(await import("@/lib/messaging/delivery/freezing/mutations")),
  ...(await import("@/lib/messaging/delivery/sending/mutations")),
  ...(await import("@/lib/messaging/delivery/mutations")),
  ...(await import("@/lib/messaging/delivery/watch/mutations")),
});

/** An approved campaign to all guests of a sender. */
export async function approved(sender: Sender, body: object = {}) {
  const [all, approval] = [
    await import("@/app/api/projects/[id]/campaigns/route"),
    await import("@/app/api/campaigns/[id]/approve/route"),
  ];
  const { projectId, token } = sender;
  const made = await call(all.POST, { token, params: { id: projectId }, body: { ...letter, ...body } });
  const answer = await call(approval.POST, { method: "POST", token, params: { id: made.json.id } });
  expect([answer.status, answer.json.detail]).toEqual([200, undefined]);
  return { organizationId: sender.organizationId, campaignId: made.json.id as string };
}

export type Campaign = Awaited<ReturnType<typeof approved>>;

/** What waits for a moment need not wait for it: all leases and delays end now. */
export const letTimePass = (campaign: Campaign) =>
  asSystem("tests let time pass", (tx) =>
    tx.execute(sql`
      update message_batches set claimed_until = claimed_until - interval '1 hour', not_before = not_before - interval '1 hour'
       where campaign_id = ${campaign.campaignId}`),
  );

export const freeze = async ({ organizationId, campaignId }: Campaign, provider: MailProvider) => {
  const { runAsJob, freezeBatches } = await load();
  return runAsJob("test", organizationId, (cx) => freezeBatches(cx, campaignId, provider));
};

/** What the function of the jobs server does, round after round, until the campaign is over. */
export async function drive(campaign: Campaign, provider: MailProvider) {
  const { deliverRound } = await load();
  for (let round = 0; round < 100; round++) {
    const { done, waitSeconds } = await deliverRound(campaign, provider);
    if (done) return;
    if (waitSeconds > 0) await letTimePass(campaign);
  }
  throw new Error("The campaign never ended.");
}

export const jobsOf = (campaign: Campaign) =>
  asSystem("tests look at messages", (tx) =>
    tx.select().from(messageJobs).where(eq(messageJobs.campaignId, campaign.campaignId)),
  );
export const batchesOf = (campaign: Campaign) =>
  asSystem("tests look at batches", (tx) =>
    tx.select().from(messageBatches).where(eq(messageBatches.campaignId, campaign.campaignId)),
  );
export const stateOf = async (campaign: Campaign) =>
  (
    await asSystem("tests look at campaigns", (tx) =>
      tx.select().from(messagingCampaigns).where(eq(messagingCampaigns.id, campaign.campaignId)),
    )
  )[0]!;
