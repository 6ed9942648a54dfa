import { and, eq, gte, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { asSystem } from "@/db/client";
import { guests, messageBatches, messageJobs, messagingCampaigns, providerPace } from "@/db/schema";
import type { MailProvider } from "@/lib/clients/email/mail";
import { createSender } from "@/tests/setup/campaign";
import {
  approved,
  batchesOf,
  type Campaign,
  drive,
  freeze,
  jobsOf,
  load,
  stateOf,
} from "@/tests/setup/delivery";
import { startInbox } from "@/tests/setup/mail";
import { call } from "@/tests/setup/tenant";

let inbox: Awaited<ReturnType<typeof startInbox>>;
let real: MailProvider;
beforeAll(async () => {
  inbox = await startInbox(async () => (await import("@/app/api/webhooks/resend/route")).POST);
  real = (await import("@/lib/clients/email/provider")).mailProvider();
});
afterAll(() => inbox.close());
beforeEach(() => inbox.forgetFaults());

const routes = {
  pause: () => import("@/app/api/campaigns/[id]/pause/route"),
  resume: () => import("@/app/api/campaigns/[id]/resume/route"),
  schedule: () => import("@/app/api/campaigns/[id]/schedule/route"),
  cancel: () => import("@/app/api/campaigns/[id]/cancel/route"),
};
const press = async (verb: keyof typeof routes, token: string, campaign: Campaign, body?: object) =>
  call((await routes[verb]()).POST, {
    ...{ method: "POST", token, params: { id: campaign.campaignId } },
    ...(body && { body }),
  });
const set = (campaign: Campaign, values: Partial<typeof messagingCampaigns.$inferInsert>) =>
  asSystem("tests change a campaign", (tx) =>
    tx.update(messagingCampaigns).set(values).where(eq(messagingCampaigns.id, campaign.campaignId)),
  );
const round = async (campaign: Campaign, provider: MailProvider = real) =>
  (await load()).deliverRound(campaign, provider);
/** A provider that is nobody else's, so that a test may make it slow or ill. */
const own = (name: string, more: Partial<MailProvider> = {}): MailProvider => ({ ...real, name, ...more });

describe("pausing", () => {
  it("holds what has not left, lets people unsubscribe meanwhile, and goes on from there", async () => {
    const sender = await createSender(250);
    const campaign = await approved(sender);
    let paused: Awaited<ReturnType<typeof press>> | undefined;
    const watched = own("paused", {
      callsPerSecond: 1,
      send: async (mails, key) => {
        paused ??= await press("pause", sender.token, campaign);
        return real.send(mails, key);
      },
    });
    expect(await round(campaign, watched)).toEqual({ done: true, waitSeconds: 0 });
    expect([paused!.status, paused!.json.status]).toEqual([200, "paused"]);
    const jobs = await jobsOf(campaign);
    expect(jobs.filter(({ status }) => status === "queued").length).toBe(150);
    expect(jobs.every(({ status, batchId, slots }) => status !== "queued" || (!batchId && !slots))).toBe(
      true,
    );
    expect(await round(campaign)).toEqual({ done: true, waitSeconds: 0 });

    const [stopped] = jobs.filter(({ status }) => status === "queued");
    const { unsubscribeToken } = await import("../unsubscribe/policy");
    const unsubscribe = (await import("@/app/api/unsubscribe/[token]/route")).POST;
    const token = unsubscribeToken(campaign.organizationId, stopped!.id);
    expect((await call(unsubscribe, { method: "POST", params: { token }, body: "" })).status).toBe(200);

    expect((await press("resume", sender.token, campaign)).json.status).toBe("sending");
    await drive(campaign, real);
    const counts = await inbox.counts(sender.guests.map(({ email }) => email!));
    expect([counts.size, counts.has(stopped!.address), Math.max(...counts.values())]).toEqual([
      249,
      false,
      1,
    ]);
    expect((await stateOf(campaign)).status).toBe("sent");
  });

  it("and resuming in the middle of sending, again and again by two people, loses nothing and repeats nothing", async () => {
    const sender = await createSender(600);
    const campaign = await approved(sender);
    let over = false;
    const fidget = async (seed: number) => {
      for (let n = seed; !over; n++) {
        const answer = await press(n % 2 ? "pause" : "resume", sender.token, campaign);
        expect([200, 409]).toContain(answer.status);
      }
    };
    const work = async () => {
      while ((await stateOf(campaign)).status !== "sent") {
        await press("resume", sender.token, campaign);
        await round(campaign);
      }
      over = true;
    };
    await Promise.all([fidget(0), fidget(1), work(), work()]);
    const counts = await inbox.counts(sender.guests.map(({ email }) => email!));
    expect([counts.size, Math.max(...counts.values())]).toEqual([600, 1]);
  });

  it("is refused where nothing is on its way, and cancelling a paused one ends it", async () => {
    const sender = await createSender(3);
    const campaign = await approved(sender);
    expect((await press("resume", sender.token, campaign)).status).toBe(409);
    expect((await press("pause", sender.token, campaign)).json.status).toBe("paused");
    expect((await press("pause", sender.token, campaign)).status).toBe(409);
    expect((await press("cancel", sender.token, campaign)).json.status).toBe("cancelled");
    expect((await jobsOf(campaign)).map(({ status }) => status)).toEqual([
      "cancelled",
      "cancelled",
      "cancelled",
    ]);
    expect((await press("resume", sender.token, campaign)).status).toBe(409);
  });
});

describe("another time", () => {
  it("can be given until it has begun; none is now", async () => {
    const sender = await createSender(2);
    const campaign = await approved(sender, { scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
    const later = new Date(Date.now() + 7_200_000).toISOString();
    const moved = await press("schedule", sender.token, campaign, { scheduledAt: later });
    expect(moved.json).toMatchObject({ status: "scheduled", scheduledAt: later });
    expect((await round(campaign)).waitSeconds).toBeGreaterThan(7_000);
    const past = await press("schedule", sender.token, campaign, { scheduledAt: "2020-01-01T00:00:00Z" });
    expect([past.status, past.json.errors[0].path]).toEqual([400, "scheduledAt"]);
    expect((await press("schedule", sender.token, campaign, { scheduledAt: null })).json.status).toBe(
      "approved",
    );
    await drive(campaign, real);
    expect((await press("schedule", sender.token, campaign, { scheduledAt: later })).status).toBe(409);
  });
});

describe("hours and speed", () => {
  it("writes to each guest within the hours of their own clock", async () => {
    const sender = await createSender(3);
    const now = new Date();
    const hour = (shift: number) => `${String((now.getUTCHours() + shift + 24) % 24).padStart(2, "0")}:00`;
    const campaign = await approved(sender, { sendWindow: { start: hour(-1), end: hour(2) } });
    const zones = ["Etc/GMT", "Etc/GMT-6", "Etc/GMT+6"];
    await asSystem("tests move guests", async (tx) => {
      for (const [at, timezone] of zones.entries())
        await tx.update(guests).set({ timezone }).where(eq(guests.id, sender.guests[at]!.id));
    });
    const { done, waitSeconds } = await round(campaign);
    expect([done, waitSeconds > 3_600 * 3 && waitSeconds < 3_600 * 24]).toEqual([false, true]);
    const waiting = (await jobsOf(campaign)).filter(({ status }) => status === "queued");
    expect(waiting.map(({ guestId }) => guestId).sort()).toEqual(
      [sender.guests[1]!.id, sender.guests[2]!.id].sort(),
    );
    const { wakeStalledCampaigns } = await load();
    await set(campaign, { updatedAt: new Date(Date.now() - 600_000) });
    await wakeStalledCampaigns();
    const [told] = await asSystem("tests look at the outbox", (tx) =>
      tx.execute(
        sql`select 1 from outbox where name = 'messaging/campaign.stalled' and data->>'campaignId' = ${campaign.campaignId}`,
      ),
    );
    expect(told).toBeUndefined();
    await asSystem("tests let time pass", (tx) =>
      tx.update(messageJobs).set({ notBefore: null }).where(eq(messageJobs.campaignId, campaign.campaignId)),
    );
    await set(campaign, { sendWindow: null });
    await drive(campaign, real);
    expect((await inbox.counts(sender.guests.map(({ email }) => email!))).size).toBe(3);
  });

  it("sends no more a minute than a campaign allows, by however many workers", async () => {
    const sender = await createSender(40);
    const campaign = await approved(sender, { perMinute: 60 });
    const [first] = await Promise.all([round(campaign), round(campaign), round(campaign)]);
    expect(first.done).toBe(false);
    const left = async () => (await jobsOf(campaign)).filter(({ sentAt }) => sentAt !== null).length;
    expect(await left()).toBe(10);
    expect((await round(campaign)).waitSeconds).toBeGreaterThan(0);
    expect(await left()).toBe(10);
    for (let n = 0; n < 3; n++) {
      await set(campaign, { nextBatchAt: null });
      await Promise.all([round(campaign), round(campaign)]);
    }
    expect((await inbox.counts(sender.guests.map(({ email }) => email!))).size).toBe(40);
  });
});

describe("a provider that is ill", () => {
  it("is left alone after five calls in a row without an answer, says so on the campaign, and is tried again", async () => {
    const sender = await createSender(900);
    const campaign = await approved(sender);
    let calls = 0;
    const ill = own("ill", {
      send: async () => {
        calls++;
        return { kind: "unknown", seconds: 0, reason: "application_error: it hung up" };
      },
    });
    await round(campaign, ill);
    // Those that were under way together all count; nobody begins another.
    expect(calls).toBeLessThanOrEqual(16);
    const seen = calls;
    // A machine may be slower than the provider's rest and a batch's own wait: here the one lasts, the other is over.
    await asSystem("tests let time pass", (tx) =>
      tx
        .update(messageBatches)
        .set({ notBefore: null })
        .where(eq(messageBatches.campaignId, campaign.campaignId)),
    );
    const rests = await asSystem("tests hold time", (tx) =>
      tx
        .update(providerPace)
        .set({ nextAt: sql`now() + interval '1 hour'` })
        .where(and(eq(providerPace.provider, "ill"), gte(providerPace.failures, 5)))
        .returning({ provider: providerPace.provider }),
    );
    expect(rests).toHaveLength(1);
    const { waitSeconds } = await round(campaign, ill);
    expect([calls - seen, waitSeconds > 0]).toEqual([0, true]);
    expect((await stateOf(campaign)).lastError).toBe("application_error: it hung up");
    await asSystem("tests let time pass", (tx) =>
      tx.update(providerPace).set({ nextAt: new Date() }).where(eq(providerPace.provider, "ill")),
    );
    await drive(campaign, own("ill"));
    const counts = await inbox.counts(sender.guests.map(({ email }) => email!));
    expect([counts.size, Math.max(...counts.values())]).toEqual([900, 1]);
    expect((await stateOf(campaign)).lastError).toBeNull();
  });

  it("that knows no keys is never asked again for what it may have taken", async () => {
    const sender = await createSender(4);
    const campaign = await approved(sender);
    const keyless = (send: MailProvider["send"]) => own("keyless", { keyLifetime: 0, perCall: 1, send });
    let calls = 0;
    await drive(
      campaign,
      keyless(async (mails, key) => {
        const mine = ++calls;
        const answer = await real.send(mails, key);
        return mine === 2 ? { kind: "unknown", seconds: 0, reason: "nothing came back" } : answer;
      }),
    );
    const counts = await inbox.counts(sender.guests.map(({ email }) => email!));
    expect([calls, counts.size, Math.max(...counts.values())]).toEqual([4, 4, 1]);
    // The provider's own events told what became of the one that nobody knew about.
    await vi.waitFor(
      async () => expect((await jobsOf(campaign)).every(({ status }) => status === "delivered")).toBe(true),
      { timeout: 60_000, interval: 100 },
    );
    expect((await batchesOf(campaign)).filter(({ status }) => status === "unknown").length).toBe(1);
  });

  it("that knows no keys gets nothing twice when its worker dies in the middle of a call", async () => {
    const sender = await createSender(3);
    const campaign = await approved(sender);
    const dying = own("dying", {
      ...{ keyLifetime: 0, perCall: 1, callsPerSecond: 1 },
      send: async (mails, key) => {
        await real.send(mails, key);
        throw new Error("the process is gone");
      },
    });
    await freeze(campaign, dying);
    const { sendBatches } = await load();
    await expect(sendBatches(campaign, dying)).rejects.toThrow("gone");
    await drive(campaign, own("living", { keyLifetime: 0, perCall: 1 }));
    const counts = await inbox.counts(sender.guests.map(({ email }) => email!));
    expect([counts.size, Math.max(...counts.values())]).toEqual([3, 1]);
  });
});

describe("a batch that waits", () => {
  it("is frozen anew after a while, so that nobody gets a mail they have unsubscribed from long before", async () => {
    const sender = await createSender(2);
    const campaign = await approved(sender);
    await freeze(campaign, real);
    await asSystem("tests let time pass", (tx) =>
      tx.execute(sql`update message_batches set created_at = now() - interval '10 minutes', not_before = now() + interval '1 minute'
                      where campaign_id = ${campaign.campaignId}`),
    );
    expect(await round(campaign)).toEqual({ done: false, waitSeconds: 0 });
    expect((await jobsOf(campaign)).every(({ status, batchId }) => status === "queued" && !batchId)).toBe(
      true,
    );
    await drive(campaign, real);
    expect((await inbox.counts(sender.guests.map(({ email }) => email!))).size).toBe(2);
  });
});
