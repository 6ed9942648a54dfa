import { spawn } from "node:child_process";
import { once } from "node:events";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { asSystem } from "@/db/client";
import { guests, invites, messageJobs } from "@/db/schema";
import type { MailProvider } from "@/lib/clients/email/mail";
import { createSender } from "@/tests/setup/campaign";
import {
  approved,
  batchesOf,
  type Campaign,
  drive,
  freeze,
  jobsOf,
  letTimePass,
  load,
  type Sender,
  stateOf,
} from "@/tests/setup/delivery";
import { startInbox } from "@/tests/setup/mail";
import { call } from "@/tests/setup/tenant";

// Real mails over real connections: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let inbox: Awaited<ReturnType<typeof startInbox>>;
let real: MailProvider;
beforeAll(async () => {
  inbox = await startInbox(async () => (await import("@/app/api/webhooks/resend/route")).POST);
  real = (await import("@/lib/clients/email/provider")).mailProvider();
});
afterAll(() => inbox.close());
beforeEach(() => inbox.forgetFaults());

/** Everybody got exactly one mail. */
async function expectOneEach(sender: Sender) {
  const addresses = sender.guests.map(({ email }) => email!);
  const counts = await inbox.counts(addresses);
  expect({
    lost: addresses.filter((a) => !counts.has(a)),
    twice: [...counts].filter(([, n]) => n > 1),
  }).toEqual({
    lost: [],
    twice: [],
  });
}

describe("a campaign", () => {
  it("reaches everybody once, with their own link and the way out, and follows what happens to the mails", async () => {
    const sender = await createSender(130);
    const campaign = await approved(sender);
    await drive(campaign, real);
    await expectOneEach(sender);
    expect(await stateOf(campaign)).toMatchObject({ status: "sent", lastError: null });
    const [mail] = await inbox.to(sender.guests[7]!.email!);
    expect(mail).toMatchObject({
      from: '"Ada & Luca" <hello@example.com>',
      subject: "Guest7, you are invited",
    });
    const link = new RegExp(`http://${sender.subdomain}\\.localhost:3000/i/\\w{22}`);
    expect(mail!.html).toMatch(link);
    expect(mail!.text).toMatch(link);
    expect(mail!.text).toContain("Saturday, 12 June 2027");
    const stop = /<(http:\/\/[^>]+\/unsubscribe\/[\w-]{64})>/.exec(mail!.headers["List-Unsubscribe"]!)![1];
    expect(mail!.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(mail!.html).toContain(stop);
    await vi.waitFor(
      async () => expect((await jobsOf(campaign)).every(({ status }) => status === "delivered")).toBe(true),
      { timeout: 120_000, interval: 200 },
    );
    const [job] = await jobsOf(campaign);
    expect(job).toMatchObject({ attempts: 1, lastError: null });
    expect(job!.providerMessageId).not.toBeNull();
  });

  it("loses nothing and sends nothing twice when the provider limits, fails, hangs, or hangs up after taking", async () => {
    const sender = await createSender(700);
    const campaign = await approved(sender);
    await inbox.fault("rate-limit");
    await inbox.fault("error500");
    await inbox.fault("reset-after-accept", { count: 2 });
    await inbox.fault("hang", { ms: 16_000 });
    await drive(campaign, real);
    await expectOneEach(sender);
    expect((await jobsOf(campaign)).every(({ status }) => ["sent", "delivered"].includes(status))).toBe(true);
    expect((await batchesOf(campaign)).every(({ status }) => status === "sent")).toBe(true);
  });

  it("survives a worker that dies before the call, and one that dies after it", async () => {
    for (const taken of [false, true]) {
      const sender = await createSender(150);
      const campaign = await approved(sender);
      await freeze(campaign, real);
      const { sendBatches } = await load();
      const dying: MailProvider = {
        ...real,
        send: async (mails, key) => {
          if (taken) await real.send(mails, key);
          throw new Error("the process is gone");
        },
      };
      await expect(sendBatches(campaign, dying)).rejects.toThrow("gone");
      await drive(campaign, real);
      await expectOneEach(sender);
    }
  });

  it("of 2,000 survives three kill -9 of its worker in the middle", async () => {
    const sender = await createSender(2_000);
    const campaign = await approved(sender);
    const left = async () => {
      const [row] = await asSystem("tests count messages", (tx) =>
        tx.execute<{ n: number }>(sql`
          select count(sent_at)::int as n from message_jobs where campaign_id = ${campaign.campaignId}`),
      );
      return row!.n;
    };
    for (const share of [200, 800, 1_400]) {
      const worker = spawn(
        process.execPath,
        ["--import", "tsx", "tests/setup/campaign-worker.ts", campaign.organizationId, campaign.campaignId],
        { env: process.env, stdio: "ignore" },
      );
      const ended = once(worker, "exit");
      await vi.waitFor(async () => expect(await left()).toBeGreaterThanOrEqual(share), {
        timeout: 120_000,
        interval: 20,
      });
      worker.kill("SIGKILL");
      await ended;
      expect((await stateOf(campaign)).status).toBe("sending");
      await letTimePass(campaign);
    }
    await drive(campaign, real);
    await expectOneEach(sender);
  });

  it("is sent once by many workers side by side", async () => {
    const sender = await createSender(450);
    const campaign = await approved(sender);
    await Promise.all([drive(campaign, real), drive(campaign, real), drive(campaign, real)]);
    await expectOneEach(sender);
    expect((await batchesOf(campaign)).reduce((sum, { size }) => sum + size, 0)).toBe(450);
  });

  it("goes past an address that the provider refuses", async () => {
    const sender = await createSender(120);
    const campaign = await approved(sender);
    const broken = (await jobsOf(campaign))[3]!;
    await asSystem("tests break an address", (tx) =>
      tx.update(messageJobs).set({ address: "no address" }).where(eq(messageJobs.id, broken.id)),
    );
    await drive(campaign, real);
    const jobs = await jobsOf(campaign);
    expect(jobs.filter(({ status }) => status === "failed").map(({ id }) => id)).toEqual([broken.id]);
    expect(jobs.find(({ id }) => id === broken.id)!.lastError).toMatch(/to/);
  });

  it("leaves out whom it should not reach any more when their batch is frozen", async () => {
    const sender = await createSender(4);
    const campaign = await approved(sender);
    const [blocked, gone, withdrawn] = sender.guests;
    const suppressions = await import("@/app/api/projects/[id]/suppression-list/route");
    const stopped = await call(suppressions.POST, {
      token: sender.token,
      params: { id: sender.projectId },
      body: { channel: "email", address: blocked!.email },
    });
    expect(stopped.status).toBe(201);
    await asSystem("tests delete a guest", async (tx) => {
      await tx.update(guests).set({ deletedAt: new Date() }).where(eq(guests.id, gone!.id));
      await tx.update(invites).set({ status: "revoked" }).where(eq(invites.groupId, withdrawn!.groupId));
    });
    await drive(campaign, real);
    const byGuest = new Map(
      (await jobsOf(campaign)).map((job) => [job.guestId, [job.status, job.lastError]]),
    );
    expect(byGuest.get(blocked!.id)).toEqual(["suppressed", "manual"]);
    expect(byGuest.get(gone!.id)).toEqual(["cancelled", "guest_deleted"]);
    expect(byGuest.get(withdrawn!.id)).toEqual(["cancelled", "link_withdrawn"]);
    expect([...(await inbox.counts(sender.guests.map(({ email }) => email!)))].length).toBe(1);
  });

  it("stops when it is cancelled: what is with the provider leaves, nothing else does", async () => {
    const sender = await createSender(350);
    const campaign = await approved(sender);
    const cancelling = await import("@/app/api/campaigns/[id]/cancel/route");
    let pressed: Promise<unknown> | undefined;
    const watched: MailProvider = {
      ...real,
      callsPerSecond: 1,
      name: "slow",
      send: async (mails, key) => {
        pressed ??= call(cancelling.POST, {
          method: "POST",
          token: sender.token,
          params: { id: campaign.campaignId },
        });
        await pressed;
        return real.send(mails, key);
      },
    };
    await drive(campaign, watched);
    const counts = await inbox.counts(sender.guests.map(({ email }) => email!));
    expect(counts.size).toBe(100);
    const states = (await jobsOf(campaign)).map(({ status }) =>
      status === "cancelled" ? "cancelled" : "left",
    );
    expect([states.filter((s) => s === "left").length, states.length]).toEqual([100, 350]);
    expect((await stateOf(campaign)).status).toBe("cancelled");
  });

  it("never repeats blindly what may have left a day ago, and believes the provider's events", async () => {
    const sender = await createSender(2);
    const campaign = await approved(sender);
    await freeze(campaign, real);
    const { sendBatches } = await load();
    await expect(
      sendBatches(campaign, { ...real, send: () => Promise.reject(new Error("gone")) }),
    ).rejects.toThrow();
    await letTimePass(campaign);
    await asSystem("tests let a day pass", (tx) =>
      tx.execute(
        sql`update message_batches set first_attempt_at = now() - interval '23 hours' where campaign_id = ${campaign.campaignId}`,
      ),
    );
    await drive(campaign, real);
    expect((await inbox.counts(sender.guests.map(({ email }) => email!))).size).toBe(0);
    expect((await batchesOf(campaign))[0]!.status).toBe("unknown");
    const stats = await import("@/app/api/campaigns/[id]/stats/route");
    const counts = await call(stats.GET, { token: sender.token, params: { id: campaign.campaignId } });
    expect(counts.json).toMatchObject({ failed: 2, unknown: 2, queued: 0 });
    expect((await stateOf(campaign)).status).toBe("sent");
  });

  it("waits for its time", async () => {
    const sender = await createSender(3);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const campaign = await approved(sender, { scheduledAt: at });
    const { deliverRound } = await load();
    const { done, waitSeconds } = await deliverRound(campaign, real);
    expect([done, waitSeconds > 3_000 && waitSeconds <= 3_600]).toEqual([false, true]);
    expect((await stateOf(campaign)).status).toBe("scheduled");
    await asSystem("tests let time pass", (tx) =>
      tx.execute(sql`update messaging_campaigns set scheduled_at = now() where id = ${campaign.campaignId}`),
    );
    await drive(campaign, real);
    await expectOneEach(sender);
  });

  it("that nobody moves is woken, once, and nothing else is", async () => {
    const campaign = await approved(await createSender(2));
    const moving = await approved(await createSender(2));
    const { wakeStalledCampaigns } = await load();
    const events = async ({ campaignId }: Campaign) => {
      const [row] = await asSystem("tests look at the outbox", (tx) =>
        tx.execute<{ n: number }>(sql`
          select count(*)::int as n from outbox
           where name = 'messaging/campaign.stalled' and data->>'campaignId' = ${campaignId}`),
      );
      return row!.n;
    };
    await wakeStalledCampaigns();
    expect(await events(campaign)).toBe(0);
    await asSystem("tests let time pass", (tx) =>
      tx.execute(
        sql`update messaging_campaigns set wakes_at = now() - interval '5 minutes' where id = ${campaign.campaignId}`,
      ),
    );
    await wakeStalledCampaigns();
    await wakeStalledCampaigns();
    expect([await events(campaign), await events(moving)]).toEqual([1, 0]);
  });
});
