import { spawn } from "node:child_process";
import { once } from "node:events";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { asSystem } from "@/db/client";
import { createSender, letter } from "@/tests/setup/campaign";
import {
  approved,
  batchesOf,
  type Campaign,
  jobsOf,
  load,
  type Sender,
  stateOf,
} from "@/tests/setup/delivery";
import { startInbox } from "@/tests/setup/mail";
import { call, sellPlan } from "@/tests/setup/tenant";
import { startTwilio } from "@/tests/setup/twilio";

const TOKEN = "twilio-token";
let inbox: Awaited<ReturnType<typeof startInbox>>;
let twilio: Awaited<ReturnType<typeof startTwilio>>;
beforeAll(async () => {
  inbox = await startInbox(async () => (await import("@/app/api/webhooks/resend/route")).POST);
  twilio = await startTwilio(TOKEN);
  Object.assign(process.env, {
    ...{ TWILIO_SMS_FROM: "+15550001111", TWILIO_SMS_PRICE: "0.05 EUR", TWILIO_SMS_RATE_LIMIT: "100" },
  });
});
afterAll(() => Promise.all([inbox.close(), twilio.close()]));
beforeEach(() => inbox.forgetFaults());

let next = Math.floor(Math.random() * 1e6) * 10;
/** Gives guests numbers; the answer says whose is which. */
async function numbersFor(sender: Sender, guests: readonly { id: string }[]) {
  const rows = guests.map(({ id }) => ({ id, value: `+4917${String(next++).padStart(8, "0")}` }));
  await asSystem("tests give guests numbers", (tx) =>
    tx.execute(sql`
      insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
      select gen_random_uuid(), ${sender.organizationId}, n.id, 'phone', n.value, true
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, value text)`),
  );
  return new Map(rows.map(({ id, value }) => [id, value]));
}

const bySms = { channel: "sms", afterHours: 48, body: "Please answer: {{invite.url}}" };
const waterfall = { fallback: [bySms], sendWindow: { start: "00:00", end: "00:00" } };
const answer = (guestId: string) =>
  asSystem("tests answer", (tx) =>
    tx.execute(
      sql`update guest_events set attendance = 'attending', answered_at = now() where guest_id = ${guestId}`,
    ),
  );
const round = async (campaign: Campaign) => (await load()).deliverCampaign(campaign);
/** Rounds until the campaign waits for its next step or is over. */
async function drive(campaign: Campaign) {
  for (let n = 0; n < 60; n++) {
    const standing = await round(campaign);
    if (standing.done || (await stateOf(campaign)).nextStepAt) return standing;
  }
  throw new Error("The campaign never came to rest.");
}
const daysPass = (campaign: Campaign) =>
  asSystem("tests let days pass", (tx) =>
    tx.execute(sql`update messaging_campaigns set next_step_at = now() where id = ${campaign.campaignId}`),
  );
const textsTo = (numbers: Iterable<string>) => {
  const mine = new Set(numbers);
  return twilio.taken.map(({ to }) => to).filter((to) => mine.has(to));
};

describe("a campaign by mail, then by SMS", () => {
  it("writes by SMS, at its time, to those alone whose household has not answered, and ends", async () => {
    const people = [{}, { household: "a" }, { household: "a" }, {}, {}, { email: null }];
    const sender = await createSender(people);
    const [silent, answering, partner, unsubscribed, numberless, mailless] = sender.guests;
    const numbers = await numbersFor(
      sender,
      sender.guests.filter(({ id }) => id !== numberless!.id),
    );
    const campaign = await approved(sender, waterfall);
    const waiting = await drive(campaign);
    // Whom no mail reaches gets the SMS at once; nobody else gets any.
    expect(textsTo(numbers.values())).toEqual([numbers.get(mailless!.id)]);
    expect((await inbox.counts(sender.guests.flatMap(({ email }) => email ?? []))).size).toBe(5);
    expect(waiting.waitSeconds).toBeGreaterThan(47 * 3_600);
    const state = await stateOf(campaign);
    expect([state.status, state.step]).toEqual(["sending", 0]);
    expect(state.wakesAt!.getTime()).toBeGreaterThan(Date.now() + 47 * 3_600_000);
    expect((await jobsOf(campaign)).filter(({ status }) => status === "queued")).toEqual([]);
    const { wakeStalledCampaigns } = await load();
    await wakeStalledCampaigns();
    const [woken] = await asSystem("tests look at the outbox", (tx) =>
      tx.execute(
        sql`select 1 from outbox where name = 'messaging/campaign.stalled' and data->>'campaignId' = ${campaign.campaignId}`,
      ),
    );
    expect(woken).toBeUndefined();

    await answer(answering!.id);
    await asSystem("tests unsubscribe", (tx) =>
      tx.execute(sql`
        insert into suppression_list (id, organization_id, channel, address, reason)
        values (gen_random_uuid(), ${sender.organizationId}, 'email', ${unsubscribed!.email!}, 'unsubscribe')`),
    );
    await daysPass(campaign);
    expect((await drive(campaign)).done).toBe(true);
    expect(textsTo(numbers.values()).sort()).toEqual(
      [numbers.get(mailless!.id)!, numbers.get(silent!.id)!].sort(),
    );
    expect(textsTo([numbers.get(partner!.id)!])).toEqual([]);
    expect(await stateOf(campaign)).toMatchObject({ status: "sent", step: 1, nextStepAt: null });
    const byChannel = (await batchesOf(campaign)).map(({ channel, size }) => `${channel} ${size}`);
    expect(byChannel.sort()).toEqual(["email 5", "sms 1", "sms 1"]);
    // What has ended stays so, whoever looks again.
    expect((await round(campaign)).done).toBe(true);
    expect(textsTo(numbers.values()).length).toBe(2);
  });

  it("sends nothing to somebody who answers after being queued and before being frozen", async () => {
    const sender = await createSender(3);
    const numbers = await numbersFor(sender, sender.guests);
    const campaign = await approved(sender, waterfall);
    await drive(campaign);
    await daysPass(campaign);
    // The round that queues the step; nothing of it is frozen yet.
    expect(await round(campaign)).toEqual({ done: false, waitSeconds: 0 });
    expect((await jobsOf(campaign)).filter(({ status }) => status === "queued").length).toBe(3);
    await answer(sender.guests[1]!.id);
    await drive(campaign);
    const job = (await jobsOf(campaign)).find(
      ({ guestId, channel }) => guestId === sender.guests[1]!.id && channel === "sms",
    )!;
    expect([job.status, job.lastError]).toEqual(["cancelled", "answered"]);
    expect(textsTo(numbers.values()).length).toBe(2);
  });

  it("can be paused, resumed and cancelled while it waits for its step", async () => {
    const sender = await createSender(2);
    const numbers = await numbersFor(sender, sender.guests);
    const campaign = await approved(sender, waterfall);
    await drive(campaign);
    const press = async (verb: "pause" | "resume" | "cancel") => {
      const routes = {
        pause: () => import("@/app/api/campaigns/[id]/pause/route"),
        resume: () => import("@/app/api/campaigns/[id]/resume/route"),
        cancel: () => import("@/app/api/campaigns/[id]/cancel/route"),
      };
      const given = { method: "POST", token: sender.token, params: { id: campaign.campaignId } };
      return (await call((await routes[verb]()).POST, given)).status;
    };
    expect(await press("pause")).toBe(200);
    await daysPass(campaign);
    expect(await round(campaign)).toEqual({ done: true, waitSeconds: 0 });
    expect(textsTo(numbers.values())).toEqual([]);
    expect(await press("resume")).toBe(200);
    expect(await round(campaign)).toEqual({ done: false, waitSeconds: 0 });
    expect(await press("cancel")).toBe(200);
    expect((await round(campaign)).done).toBe(true);
    expect(textsTo(numbers.values())).toEqual([]);
    expect(
      (await jobsOf(campaign)).filter(({ channel }) => channel === "sms").map(({ status }) => status),
    ).toEqual(["cancelled", "cancelled"]);
  });

  it("loses nobody and writes to nobody twice when workers are killed between and within its steps", async () => {
    const sender = await createSender(160);
    const numbers = await numbersFor(sender, sender.guests);
    const campaign = await approved(sender, waterfall);
    const worker = async (until: () => Promise<boolean>) => {
      const one = spawn(
        process.execPath,
        ["--import", "tsx", "tests/setup/waterfall-worker.ts", campaign.organizationId, campaign.campaignId],
        { env: process.env, stdio: "ignore" },
      );
      const ended = once(one, "exit");
      await vi.waitFor(async () => expect(await until()).toBe(true), { timeout: 60_000, interval: 10 });
      one.kill("SIGKILL");
      await ended;
      await asSystem("tests let time pass", (tx) =>
        tx.execute(sql`
          update message_batches set claimed_until = now() - interval '1 hour', not_before = null
           where campaign_id = ${campaign.campaignId}`),
      );
    };
    const sent = async (channel: string) =>
      (await jobsOf(campaign)).filter((job) => job.channel === channel && job.sentAt).length;
    await worker(async () => (await sent("email")) >= 100);
    await drive(campaign);
    await daysPass(campaign);
    await worker(async () => (await stateOf(campaign)).step === 1);
    await worker(async () => (await sent("sms")) >= 40);
    await drive(campaign);
    const mails = await inbox.counts(sender.guests.map(({ email }) => email!));
    expect([mails.size, Math.max(...mails.values())]).toEqual([160, 1]);
    const texts = textsTo(numbers.values());
    expect(new Set(texts).size).toBe(texts.length);
    // Twilio knows no keys: what was under way in the killed worker's hands is of unknown outcome, and said to be.
    const jobs = (await jobsOf(campaign)).filter(({ channel }) => channel === "sms");
    const unknown = jobs.filter(({ lastError }) => lastError === "outcome_unknown").length;
    expect([jobs.length, jobs.filter(({ sentAt }) => sentAt).length + unknown]).toEqual([160, 160]);
    expect((await stateOf(campaign)).status).toBe("sent");
  });

  it("holds where the plan's text messages are used up, says so, and goes on when somebody lets it", async () => {
    const sender = await createSender(2);
    const numbers = await numbersFor(sender, sender.guests);
    const campaign = await approved(sender, waterfall);
    await drive(campaign);
    const key = await sellPlan(sender.organizationId, "smsPerMonth", 1);
    await daysPass(campaign);
    expect(await round(campaign)).toEqual({ done: true, waitSeconds: 0 });
    const held = await stateOf(campaign);
    expect([held.status, held.pausedReason, held.step]).toEqual(["paused", "limit", 0]);
    expect(held.lastError).toMatch(/Small, holds 1 SMS and WhatsApp messages a month/);
    expect(textsTo(numbers.values())).toEqual([]);
    await asSystem("tests sell a larger plan", (tx) =>
      tx.execute(sql`update plans set limits = jsonb_set(limits, '{smsPerMonth}', '10') where key = ${key}`),
    );
    const { POST } = await import("@/app/api/campaigns/[id]/resume/route");
    const given = { method: "POST", token: sender.token, params: { id: campaign.campaignId } };
    expect((await call(POST, given)).json.pausedReason).toBeNull();
    await drive(campaign);
    expect(textsTo(numbers.values()).length).toBe(2);
  });
});

describe("what follows", () => {
  it("is examined before approval: its words, its carrier, and what it would cost", async () => {
    const sender = await createSender([{}, {}, { email: null }]);
    await numbersFor(sender, sender.guests);
    const all = await import("@/app/api/projects/[id]/campaigns/route");
    const { projectId, token } = sender;
    const body = { ...letter, fallback: [{ ...bySms, body: "Until {{event.dressCode}}: {{invite.url}}" }] };
    const made = await call(all.POST, { token, params: { id: projectId }, body });
    const { GET } = await import("@/app/api/projects/[id]/campaigns/readiness/route");
    const path = `/x?campaignId=${made.json.id}`;
    const { json } = await call(GET, { token, params: { id: projectId }, path });
    expect(json.ready).toBe(false);
    const failed = json.checks.filter(({ status }: { status: string }) => status === "fail");
    expect(failed.map(({ key, step }: { key: string; step: number }) => [key, step])).toEqual([
      ["fields", 1],
    ]);
    expect(failed[0].message).toMatch(/^SMS, if nobody answers: /);
    expect(json.audience).toEqual({ total: 3, matched: 3, excluded: [] });
    expect(json.steps).toEqual([
      { channel: "sms", afterHours: 48, total: 3, cost: { amount: 15, currency: "EUR" } },
    ]);
    const { POST } = await import("@/app/api/campaigns/[id]/approve/route");
    const refused = await call(POST, { method: "POST", token, params: { id: made.json.id } });
    expect([refused.status, refused.json.code]).toEqual([422, "not_ready"]);
  });

  it("names each channel once", async () => {
    const { projectId, token } = await createSender(1);
    const { POST } = await import("@/app/api/projects/[id]/campaigns/route");
    const tried = (fallback: object[]) =>
      call(POST, { token, params: { id: projectId }, body: { ...letter, fallback } });
    const own = await tried([{ ...bySms, channel: "email" }]);
    expect([own.status, own.json.errors[0].path]).toEqual([400, "fallback.0.channel"]);
    const twice = await tried([bySms, bySms]);
    expect([twice.status, twice.json.errors[0].path]).toEqual([400, "fallback.1.channel"]);
    expect((await tried([{ ...bySms, afterHours: 0 }])).status).toBe(400);
  });
});
