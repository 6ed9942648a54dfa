import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import * as approval from "@/app/api/campaigns/[id]/approve/route";
import * as campaigns from "@/app/api/projects/[id]/campaigns/route";
import * as hook from "@/app/api/webhooks/resend/route";
import { asSystem } from "@/db/client";
import { createSender, letter } from "@/tests/setup/campaign";
import { call } from "@/tests/setup/tenant";
import { advance, effectOf, type Progress, UNKNOWN } from "./policy";

const types = [
  "email.sent",
  "email.delivered",
  "email.delivery_delayed",
  "email.bounced",
  "email.complained",
  "email.failed",
  "email.suppressed",
  "email.opened",
  "email.clicked",
] as const;
const details = { bounce: { type: "Permanent", message: "no such user" }, failed: { reason: "rejected" } };
type Event = { id: string; type: string; at: string };

/** A message as many times as wanted, queued by an approved campaign. */
async function messages(count: number) {
  const sender = await createSender(count);
  const { token, projectId, organizationId } = sender;
  const made = await call(campaigns.POST, { token, params: { id: projectId }, body: letter });
  await call(approval.POST, { method: "POST", token, params: { id: made.json.id } });
  const jobs = await asSystem("tests look at messages", (tx) =>
    tx.execute<{ id: string; address: string }>(sql`
      update message_jobs set status = 'sending' where campaign_id = ${made.json.id} returning id, address`),
  );
  return { ...sender, organizationId, jobs };
}

const sign = (id: string, timestamp: number, body: string, secret = process.env.RESEND_WEBHOOK_SECRET!) =>
  `v1,${createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64"))
    .update(`${id}.${timestamp}.${body}`)
    .digest("base64")}`;

type Target = { organizationId: string; job: string; tags?: Record<string, string> };
type Forgery = { headers?: Record<string, string>; body?: (body: string) => string; age?: number };

async function deliver(target: Target, event: Event, forged: Forgery = {}) {
  const tags = target.tags ?? { organization: target.organizationId, job: target.job };
  const data = { email_id: `m-${target.job}`, to: ["x@example.com"], tags, ...details };
  const body = JSON.stringify({ type: event.type, created_at: event.at, data });
  const timestamp = Math.floor(Date.now() / 1_000) - (forged.age ?? 0);
  return call(hook.POST, {
    method: "POST",
    body: forged.body?.(body) ?? body,
    headers: {
      "content-type": "application/json",
      "svix-id": event.id,
      "svix-timestamp": String(timestamp),
      "svix-signature": sign(event.id, timestamp, body),
      ...forged.headers,
    },
  });
}

async function progressOf(job: string): Promise<Progress> {
  const [row] = await asSystem("tests look at messages", (tx) =>
    tx.execute<Record<string, string | null>>(sql`
      select status, last_error as "lastError", sent_at as "sentAt", delivered_at as "deliveredAt",
             opened_at as "openedAt", machine_opened_at as "machineOpenedAt", clicked_at as "clickedAt" from message_jobs where id = ${job}`),
  );
  const iso = (at: string | null | undefined) => (at ? new Date(at).toISOString() : null);
  const { status, lastError, sentAt, deliveredAt, openedAt, machineOpenedAt, clickedAt } = row!;
  return {
    status,
    lastError,
    sentAt: iso(sentAt),
    deliveredAt: iso(deliveredAt),
    openedAt: iso(openedAt),
    machineOpenedAt: iso(machineOpenedAt),
    clickedAt: iso(clickedAt),
  } as Progress;
}

const event = fc.record({
  id: fc.uuid().map((id) => `msg_${id}`),
  type: fc.constantFrom(...types),
  at: fc.integer({ min: 0, max: 100_000 }).map((s) => new Date(1_800_000_000_000 + s * 1_000).toISOString()),
});
const before: Progress = {
  status: "sending",
  lastError: null,
  sentAt: null,
  deliveredAt: null,
  openedAt: null,
  machineOpenedAt: null,
  clickedAt: null,
};
const fold = (events: Event[], start = before) =>
  events.reduce((now, { type, at }) => advance(now, effectOf(type, details)!, at), start);

describe("the events of a message", () => {
  it("in any order, and however often, end in the same state", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (events, dice) => {
        const shuffled = [...events, ...events]
          .map((one) => ({ one, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(fold(shuffled)).toEqual(fold(events));
      }),
    );
  });

  it("never move it backwards, and tell what became of one that nobody knew about", () => {
    expect(
      fold([{ id: "", type: "email.sent", at: "2027-01-01T00:00:00.000Z" }], { ...before, status: "bounced" })
        .status,
    ).toBe("bounced");
    const unknown: Progress = { ...before, status: "failed", lastError: UNKNOWN };
    expect(fold([{ id: "", type: "email.sent", at: "2027-01-01T00:00:00.000Z" }], unknown)).toMatchObject({
      status: "sent",
      lastError: null,
    });
  });
});

describe("the webhook of Resend", () => {
  let mine: Awaited<ReturnType<typeof messages>>;
  beforeAll(async () => {
    mine = await messages(30);
  });

  it("does what the rules say, for any events in any order, each delivered five times", async () => {
    let next = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(event, { maxLength: 6, selector: ({ id }) => id }), async (events) => {
        const job = mine.jobs[next++]!.id;
        const target = { organizationId: mine.organizationId, job };
        for (const one of [...events].reverse()) {
          const answers = await Promise.all([1, 2, 3, 4, 5].map(() => deliver(target, one)));
          expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
        }
        expect(await progressOf(job)).toEqual(fold(events));
      }),
      { numRuns: 20 },
    );
  });

  it("refuses what is forged, changed, stale or unsigned, and changes nothing", async () => {
    const job = mine.jobs[25]!.id;
    const target = { organizationId: mine.organizationId, job };
    const delivered = { id: "msg_forged", type: "email.delivered", at: new Date().toISOString() };
    const forgeries: Forgery[] = [
      { body: (body: string) => body.replace("delivered", "bounced") },
      { headers: { "svix-id": "msg_other" } },
      { headers: { "svix-timestamp": String(Math.floor(Date.now() / 1_000) + 60) } },
      { headers: { "svix-signature": "v1,AAAA" } },
      { headers: { "svix-signature": "" } },
      {
        headers: {
          "svix-signature": sign(
            "msg_forged",
            Math.floor(Date.now() / 1_000),
            "{}",
            "whsec_AAAAAAAAAAAAAAAAAAAAAAAA",
          ),
        },
      },
      { age: 301 },
      { age: -400 },
      { body: () => "not json" },
    ];
    for (const forged of forgeries) {
      const answer = await deliver(target, delivered, forged);
      expect([answer.status, answer.json.code]).toEqual([401, "bad_signature"]);
    }
    expect(await progressOf(job)).toEqual(before);
  });

  it("answers events that concern nobody, and another tenant's, without doing anything", async () => {
    const job = mine.jobs[26]!.id;
    const stranger = await createSender(1);
    const at = new Date().toISOString();
    const targets: Target[] = [
      { organizationId: mine.organizationId, job, tags: {} },
      { organizationId: mine.organizationId, job, tags: { job, organization: "1; drop table" } },
      { organizationId: stranger.organizationId, job },
      { organizationId: mine.organizationId, job: uuidv7() },
    ];
    for (const target of targets) {
      const answer = await deliver(target, { id: `msg_${uuidv7()}`, type: "email.bounced", at });
      expect([answer.status, answer.json]).toEqual([200, { received: true }]);
    }
    for (const type of ["email.received", "contact.created", "email.scheduled"]) {
      expect(
        (await deliver({ organizationId: mine.organizationId, job }, { id: `msg_${uuidv7()}`, type, at }))
          .status,
      ).toBe(200);
    }
    expect(await progressOf(job)).toEqual(before);
  });

  it("that a mail came in is kept once, cut to a fair length, and is nobody's", async () => {
    const id = `msg_${uuidv7()}`;
    const at = new Date().toISOString();
    for (let n = 0; n < 3; n++) {
      const to = { organizationId: mine.organizationId, job: mine.jobs[26]!.id };
      await deliver(to, { id, type: "email.received", at });
    }
    const rows = await asSystem("tests look at mails that came in", (tx) =>
      tx.execute(sql`select provider, recipients from received_mails where provider_event_id = ${id}`),
    );
    expect([...rows]).toEqual([{ provider: "resend", recipients: ["x@example.com"] }]);
    const { keepReceived } = await import("./received/mutations");
    const data = { from: "a".repeat(9_999), to: Array(900).fill("b@example.com"), subject: "\0c\ud800" };
    await keepReceived({ provider: "resend", event: `${id}-long`, at, data });
    const [long] = await asSystem("tests look at mails that came in", (tx) =>
      tx.execute(sql`select length(sender) as sender, jsonb_array_length(recipients) as recipients, subject
                       from received_mails where provider_event_id = ${`${id}-long`}`),
    );
    expect(long).toEqual({ sender: 320, recipients: 50, subject: "c\ufffd" });
  });

  it("blocks an address that bounced for good or complained, in its organization alone", async () => {
    const { id: job, address } = mine.jobs[27]!;
    const at = new Date().toISOString();
    await deliver(
      { organizationId: mine.organizationId, job },
      { id: `msg_${uuidv7()}`, type: "email.bounced", at },
    );
    await deliver(
      { organizationId: mine.organizationId, job },
      { id: `msg_${uuidv7()}`, type: "email.complained", at },
    );
    const rows = await asSystem("tests look at the list", (tx) =>
      tx.execute<{ organization_id: string; reason: string }>(sql`
        select organization_id, reason from suppression_list where address = ${address}`),
    );
    expect([...rows]).toEqual([{ organization_id: mine.organizationId, reason: "complaint" }]);
    const [contact] = await asSystem("tests look at contacts", (tx) =>
      tx.execute<{ at: string | null }>(
        sql`select suppressed_at as at from guest_contacts where value = ${address}`,
      ),
    );
    expect(contact!.at).not.toBeNull();
  });
});
