import { type SQL, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { createSender } from "@/tests/setup/campaign";
import { approved, type Campaign, load } from "@/tests/setup/delivery";
import { call } from "@/tests/setup/tenant";
import { findStranded } from "./queries";

const LIMITS = { channel: "email" as const, perCall: 2, callsPerSecond: 1 };

const reasonsOf = async ({ campaignId }: Campaign) =>
  (await findStranded()).filter((one) => one.campaignId === campaignId).map(({ reason }) => reason);
const write = (statement: SQL) => asSystem("tests break a promise", (tx) => tx.execute(statement));

it("every message that is queued or being sent has something that moves it, from approval to the end", async () => {
  const sender = await createSender(6);
  const campaign = await approved(sender);
  expect(await reasonsOf(campaign)).toEqual([]);
  const { runAsJob, freezeBatches, deliverRound } = await load();
  await runAsJob("test", campaign.organizationId, (cx) => freezeBatches(cx, campaign.campaignId, LIMITS));
  expect(await reasonsOf(campaign)).toEqual([]);
  const routes = {
    pause: (await import("@/app/api/campaigns/[id]/pause/route")).POST,
    resume: (await import("@/app/api/campaigns/[id]/resume/route")).POST,
    cancel: (await import("@/app/api/campaigns/[id]/cancel/route")).POST,
  };
  for (const deed of ["pause", "resume", "cancel"] as const) {
    const params = { id: campaign.campaignId };
    const answer = await call(routes[deed], { method: "POST", token: sender.token, params });
    expect([deed, answer.status, await reasonsOf(campaign)]).toEqual([deed, 200, []]);
  }
  const nobody = { name: "nobody", ...LIMITS, keyLifetime: 0, address: null, local: true, send: never };
  await deliverRound(campaign, nobody);
  expect(await reasonsOf(campaign)).toEqual([]);
});

it.each([
  ["the campaign was deleted", sql`update messaging_campaigns set deleted_at = now()`, true],
  ["of an earlier run", sql`update messaging_campaigns set run = run + 1`, true],
  ["the campaign is over", sql`update messaging_campaigns set status = 'sent'`, true],
  [
    "nobody looked in time",
    sql`update messaging_campaigns set wakes_at = now() - interval '4 minutes'`,
    true,
  ],
  ["its batch is closed", sql`update message_batches set status = 'sent'`, false],
])("tells of messages that nothing moves: %s", async (reason, breaking, queued) => {
  const campaign = await approved(await createSender(4));
  const { runAsJob, freezeBatches } = await load();
  if (!queued)
    await runAsJob("test", campaign.organizationId, (cx) => freezeBatches(cx, campaign.campaignId, LIMITS));
  const column = queued ? sql`id` : sql`campaign_id`;
  await write(sql`${breaking} where ${column} = ${campaign.campaignId}`);
  expect(await reasonsOf(campaign)).toEqual([reason]);
  await write(sql`delete from message_jobs where campaign_id = ${campaign.campaignId}`);
});

const never = () => Promise.reject(new Error("Nothing may be sent."));
