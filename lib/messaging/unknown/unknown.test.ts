import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import * as listing from "@/app/api/campaigns/[id]/jobs/route";
import * as stats from "@/app/api/campaigns/[id]/stats/route";
import * as deciding from "@/app/api/campaigns/[id]/unknown/route";
import { asSystem } from "@/db/client";
import { takeEvent } from "@/lib/messaging/webhooks/events/mutations";
import { effects, UNKNOWN } from "@/lib/messaging/webhooks/policy";
import { createSender } from "@/tests/setup/campaign";
import { approved, type Campaign, jobsOf, type Sender, stateOf } from "@/tests/setup/delivery";
import { call } from "@/tests/setup/tenant";

/** A campaign that was sent, and of which nobody knows what became of it. */
async function lost(count: number) {
  const sender = await createSender(count);
  const campaign = await approved(sender);
  await asSystem("tests lose what became of messages", async (tx) => {
    await tx.execute(sql`
      update message_jobs set status = 'failed', last_error = ${UNKNOWN} where campaign_id = ${campaign.campaignId}`);
    await tx.execute(sql`
      update messaging_campaigns set status = 'sent', finished_at = now() where id = ${campaign.campaignId}`);
  });
  return { sender, campaign, jobs: await jobsOf(campaign) };
}

const decide = (sender: Sender, campaign: Campaign, body: object) =>
  call(deciding.POST, { token: sender.token, params: { id: campaign.campaignId }, body });

const tell = (campaign: Campaign, job: string, effect: (typeof effects)["delivered"], id: string) =>
  takeEvent({
    ...{ provider: "resend", id, type: "test", at: new Date().toISOString(), message: null },
    ...{ details: {}, effect, requestId: "test", tags: { job, organization: campaign.organizationId } },
  });

it("what is counted as sent is decided once, and a provider's late word still tells the truth", async () => {
  const { sender, campaign, jobs } = await lost(3);
  const read = () => call(stats.GET, { token: sender.token, params: { id: campaign.campaignId } });
  expect((await read()).json).toMatchObject({ unknown: 3, failed: 3, sent: 0 });
  const list = await call(listing.GET, {
    ...{ token: sender.token, params: { id: campaign.campaignId }, path: "/?unknown=true" },
  });
  expect(list.json.total).toBe(3);
  const [first, second] = await Promise.all([
    decide(sender, campaign, { decision: "sent" }),
    decide(sender, campaign, { decision: "sent" }),
  ]);
  expect([first, second].map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await read()).json).toMatchObject({ unknown: 0, failed: 0, sent: 3 });
  expect((await stateOf(campaign)).status).toBe("sent");
  await tell(campaign, jobs[0]!.id, effects.delivered, `late-${jobs[0]!.id}`);
  expect((await read()).json).toMatchObject({ sent: 2, delivered: 1, byRun: [{ run: 1, delivered: 1 }] });
  const [trace] = await asSystem("tests read the log", (tx) =>
    tx.execute(sql`select after from audit_log where action = 'campaign.unknown_decided'
                     and organization_id = ${campaign.organizationId}`),
  );
  expect(trace!.after).toEqual({ decision: "sent", messages: 3 });
});

it("what has failed is told apart from what nobody knows, whatever was said of it", async () => {
  const { sender, campaign, jobs } = await lost(3);
  await asSystem("tests let messages fail", async (tx) => {
    await tx.execute(sql`update message_jobs set last_error = null where id = ${jobs[0]!.id}`);
    await tx.execute(sql`update message_jobs set last_error = '550 no such user' where id = ${jobs[1]!.id}`);
  });
  const list = async (query: string) => {
    const { json } = await call(listing.GET, {
      ...{ token: sender.token, params: { id: campaign.campaignId }, path: `/?${query}` },
    });
    return json.data.map(({ id }: { id: string }) => id).sort();
  };
  expect(await list("status=failed&unknown=false")).toEqual([jobs[0]!.id, jobs[1]!.id].sort());
  expect(await list("unknown=true")).toEqual([jobs[2]!.id]);
});

it("what is sent again waits in the queue once, but not what the provider says was delivered meanwhile", async () => {
  const { sender, campaign, jobs } = await lost(3);
  const [one, two, three] = jobs;
  expect((await decide(sender, campaign, { decision: "again", jobIds: [one!.id, two!.id] })).json).toEqual({
    decided: 2,
  });
  expect((await stateOf(campaign)).status).toBe("sending");
  await tell(campaign, one!.id, effects.delivered, `late-${one!.id}`);
  const after = new Map((await jobsOf(campaign)).map((job) => [job.id, job.status]));
  expect([one, two, three].map((job) => after.get(job!.id))).toEqual(["delivered", "queued", "failed"]);
  expect((await decide(sender, campaign, { decision: "again", jobIds: [one!.id, two!.id] })).status).toBe(
    409,
  );
  expect(new Set((await jobsOf(campaign)).map(({ guestId }) => guestId)).size).toBe(3);
});

it("nothing of a campaign that was stopped is sent again", async () => {
  const { sender, campaign } = await lost(1);
  await asSystem("tests stop a campaign", (tx) =>
    tx.execute(sql`update messaging_campaigns set status = 'cancelled' where id = ${campaign.campaignId}`),
  );
  expect((await decide(sender, campaign, { decision: "again" })).status).toBe(409);
  expect((await decide(sender, campaign, { decision: "sent" })).json).toEqual({ decided: 1 });
});
