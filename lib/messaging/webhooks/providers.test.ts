import { createSign, generateKeyPairSync, sign as signBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { generate } from "selfsigned";
import twilio from "twilio";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { createSender } from "@/tests/setup/campaign";
import { approved, jobsOf } from "@/tests/setup/delivery";
import { call } from "@/tests/setup/tenant";
import { keywordOf } from "./twilio/policy";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:eios";
const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const TWILIO_TOKEN = "twilio-token";

type Certificate = Awaited<ReturnType<typeof generate>>;
let amazons: Certificate;
let expired: Certificate;
let confirmed = 0;
// Plays the part of Amazon's own address: it serves certificates, and is told of subscriptions.
const aws = createServer((req, res) => {
  if (req.url === "/confirm") confirmed++;
  res.end(req.url === "/expired.pem" ? expired.cert : amazons.cert);
}).listen(0, "127.0.0.1");
let at: string;

const load = async () => ({
  ses: (await import("@/app/api/webhooks/ses/route")).POST,
  sendgrid: (await import("@/app/api/webhooks/sendgrid/route")).POST,
  twilio: (await import("@/app/api/webhooks/twilio/route")).POST,
});
let routes: Awaited<ReturnType<typeof load>>;
let organizationId: string;
let jobs: { id: string; address: string }[];
let phones: { id: string; address: string }[];

beforeAll(async () => {
  amazons = await generate([{ name: "commonName", value: "sns.amazonaws.com" }], { keySize: 2048 });
  expired = await generate([], {
    keySize: 2048,
    notBeforeDate: new Date("2020-01-01"),
    notAfterDate: new Date("2021-01-01"),
  });
  at = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    ...{ SES_REGION: "eu-central-1", SES_BASE_URL: at, SES_WEBHOOK_TOPIC: TOPIC },
    SENDGRID_WEBHOOK_KEY: keys.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
    ...{ TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`, TWILIO_AUTH_TOKEN: TWILIO_TOKEN },
  });
  routes = await load();
  const sender = await createSender(90);
  organizationId = sender.organizationId;
  const campaign = await approved(sender);
  await asSystem("tests send messages", (tx) =>
    tx.execute(sql`update message_jobs set status = 'sending' where campaign_id = ${campaign.campaignId}`),
  );
  const all = await jobsOf(campaign);
  jobs = all.slice(0, 60);
  phones = all
    .slice(60)
    .map(({ id }, n) => ({ id, address: `+1555${uuidv7().slice(-4).replace(/\D/g, "1")}${1000 + n}` }));
  for (const { id, address } of phones) {
    await asSystem("tests turn mails into SMS", (tx) =>
      tx.execute(sql`update message_jobs set channel = 'sms', address = ${address} where id = ${id}`),
    );
  }
});
afterAll(() => {
  aws.close();
});

type Post = { status: number; json: { code?: string } };
const post = async (route: keyof typeof routes, body: string, headers: Record<string, string>, search = "") =>
  (await call(routes[route], {
    method: "POST",
    body,
    headers,
    path: `/api/webhooks/${route}${search}`,
  })) as Post;

/** What happened to a message, in the words of each provider. */
const words = {
  sent: { ses: "Send", sendgrid: "processed", twilio: "sent" },
  delivered: { ses: "Delivery", sendgrid: "delivered", twilio: "delivered" },
  bounced: { ses: "Bounce", sendgrid: "bounce", twilio: "undelivered" },
  complained: { ses: "Complaint", sendgrid: "spamreport", twilio: null },
  opened: { ses: "Open", sendgrid: "open", twilio: "read" },
} as const;
type Told = { kind: keyof typeof words; id: string; job: string; at: string };
type Provider = "ses" | "sendgrid" | "twilio";

type Tampered = { body?: (body: string) => string; fields?: Record<string, string>; by?: Certificate };

function snsMessage(message: object, tampered: Tampered = {}, type = "Notification"): string {
  const fields: Record<string, string> = {
    ...{ Type: type, MessageId: uuidv7(), TopicArn: TOPIC, Message: JSON.stringify(message) },
    ...{ Timestamp: new Date().toISOString(), SignatureVersion: "2", SigningCertURL: `${at}/sns.pem` },
    ...(type !== "Notification" && { Token: "t", SubscribeURL: `${at}/confirm` }),
    ...tampered.fields,
  };
  const names =
    type === "Notification"
      ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
      : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
  const text = names.flatMap((name) => (fields[name] ? [`${name}\n${fields[name]}\n`] : [])).join("");
  const algorithm = fields.SignatureVersion === "1" ? "RSA-SHA1" : "RSA-SHA256";
  const Signature = createSign(algorithm)
    .update(text)
    .sign((tampered.by ?? amazons).private, "base64");
  return JSON.stringify({ ...fields, Signature });
}

const tell: Record<Provider, (told: Told, tampered?: Tampered) => Promise<Post>> = {
  ses: ({ kind, id, job, at: timestamp }, tampered = {}) => {
    const tags = { job: [job], organization: [organizationId] };
    const details = { timestamp, ...(kind === "bounced" && { bounceType: "Permanent" }) };
    const part = {
      sent: "send",
      delivered: "delivery",
      bounced: "bounce",
      complained: "complaint",
      opened: "open",
    }[kind];
    const mail = { timestamp, messageId: `ses-${job}`, tags };
    const event = { eventType: words[kind].ses, mail, [part]: details };
    const body = snsMessage(event, { ...tampered, fields: { MessageId: id, ...tampered.fields } });
    return post("ses", tampered.body?.(body) ?? body, { "content-type": "text/plain; charset=UTF-8" });
  },
  sendgrid: ({ kind, id, job, at: when }, tampered = {}) => {
    const timestamp = Math.floor(Date.parse(when) / 1_000);
    const more = { job, organization: organizationId, sg_message_id: `sg-${job}.filter0` };
    const body = JSON.stringify([
      { event: words[kind].sendgrid, sg_event_id: id, timestamp, type: "bounce", ...more },
    ]);
    const stamp = String(Math.floor(Date.now() / 1_000));
    const signature = signBytes("sha256", Buffer.from(stamp + body), keys.privateKey).toString("base64");
    return post("sendgrid", tampered.body?.(body) ?? body, {
      "content-type": "application/json",
      "x-twilio-email-event-webhook-signature": signature,
      "x-twilio-email-event-webhook-timestamp": stamp,
      ...tampered.fields,
    });
  },
  twilio: ({ kind, job }, tampered = {}) => {
    const fields = {
      MessageSid: `SM-${job}`,
      MessageStatus: words[kind].twilio!,
      ErrorCode: kind === "bounced" ? "30005" : "",
    };
    return twilioPost(fields, `?organization=${organizationId}&job=${job}`, tampered);
  },
};

function twilioPost(fields: Record<string, string>, search: string, tampered: Tampered = {}): Promise<Post> {
  const address = `http://app.localhost:3000/api/webhooks/twilio${search}`;
  const body = new URLSearchParams(fields).toString();
  return post(
    "twilio",
    tampered.body?.(body) ?? body,
    {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": twilio.getExpectedTwilioSignature(TWILIO_TOKEN, address, fields),
      ...tampered.fields,
    },
    search,
  );
}

const statusOf = async (job: string) => {
  const [row] = await asSystem("tests look at messages", (tx) =>
    tx.execute<{ status: string; events: number }>(sql`
      select status, (select count(*)::int from message_events e where e.job_id = j.id) as events
        from message_jobs j where id = ${job}`),
  );
  return row!;
};
const reasonFor = async (address: string) => {
  const rows = await asSystem("tests look at the list", (tx) =>
    tx.execute<{ organization: string; reason: string }>(
      sql`select organization_id as organization, reason from suppression_list where address = ${address} order by 1`,
    ),
  );
  return rows.map(({ reason }) => reason);
};

describe.each(["ses", "sendgrid", "twilio"] as const)("the events of %s", (provider) => {
  const rank = ["sent", "delivered", "bounced", "complained"] as const;
  const kinds = (Object.keys(words) as (keyof typeof words)[]).filter(
    (kind) => words[kind][provider] !== null,
  );
  const mine = () => (provider === "twilio" ? phones : jobs);

  it("in any order, each told several times and at once, end in the furthest state", async () => {
    let next = provider === "sendgrid" ? 25 : 0;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(kinds, { minLength: 1 }), async (order) => {
        const { id: job, address } = mine()[next++]!;
        const told = order.map(
          (kind, n): Told => ({ kind, id: uuidv7(), job, at: new Date(1.8e12 + n * 1e3).toISOString() }),
        );
        for (const one of told) {
          const answers = await Promise.all([tell[provider](one), tell[provider](one), tell[provider](one)]);
          expect(answers.map(({ status }) => status)).toEqual(
            Array(3).fill(provider === "twilio" ? 204 : 200),
          );
        }
        const reached = order.map((kind) => (kind === "opened" ? "delivered" : kind));
        const furthest = [...rank].reverse().find((kind) => reached.includes(kind))!;
        expect(await statusOf(job)).toEqual({ status: furthest, events: order.length });
        const worst = order.includes("complained")
          ? ["complaint"]
          : order.includes("bounced")
            ? ["bounce"]
            : [];
        expect(await reasonFor(address)).toEqual(worst);
      }),
      { numRuns: 20 },
    );
  });

  it("that are forged, changed or unsigned change nothing", async () => {
    const { id: job } = mine()[provider === "ses" ? 50 : provider === "sendgrid" ? 51 : 25]!;
    const told: Told = { kind: "delivered", id: uuidv7(), job, at: new Date().toISOString() };
    const strangers = await generate([], { keySize: 2048 });
    const forgeries: Record<Provider, Tampered[]> = {
      ses: [
        { body: (body) => body.replace("Delivery", "Bounce") },
        { by: strangers },
        { fields: { TopicArn: "arn:aws:sns:eu-central-1:666666666666:eios" } },
        { fields: { SigningCertURL: "https://evil.example/SimpleNotificationService-1.pem" }, by: strangers },
        {
          fields: { SigningCertURL: "https://sns.eu-central-1.amazonaws.com.evil.example/a.pem" },
          by: strangers,
        },
        { fields: { SigningCertURL: `${at}/expired.pem` }, by: expired },
        { body: (body) => body.replace(/"Signature":"[^"]*"/, '"Signature":""') },
        { body: () => "not json" },
        { body: () => "{}" },
      ],
      sendgrid: [
        { body: (body) => body.replace("delivered", "bounce") },
        { fields: { "x-twilio-email-event-webhook-timestamp": "1" } },
        { fields: { "x-twilio-email-event-webhook-signature": "" } },
        { fields: { "x-twilio-email-event-webhook-signature": "AAAA" } },
      ],
      twilio: [
        { body: (body) => body.replace("delivered", "undelivered") },
        { fields: { "x-twilio-signature": "" } },
        { fields: { "x-twilio-signature": "AAAA" } },
      ],
    };
    for (const forged of forgeries[provider]) {
      const answer = await tell[provider](told, forged);
      expect([answer.status, answer.json.code]).toEqual([401, "bad_signature"]);
    }
    expect(await statusOf(job)).toEqual({ status: "sending", events: 0 });
  });
});

describe("a subscription to the topic", () => {
  it("is confirmed when it is ours, by either signature, and not otherwise", async () => {
    const headers = { "content-type": "text/plain" };
    const type = "SubscriptionConfirmation";
    expect(
      (await post("ses", snsMessage({}, { fields: { SignatureVersion: "1" } }, type), headers)).status,
    ).toBe(200);
    expect(confirmed).toBe(1);
    const others = snsMessage(
      {},
      { fields: { TopicArn: "arn:aws:sns:eu-central-1:123456789012:other" } },
      type,
    );
    expect((await post("ses", others, headers)).status).toBe(401);
    const elsewhere = snsMessage({}, { fields: { SubscribeURL: "http://127.0.0.1:9/confirm" } }, type);
    expect((await post("ses", elsewhere, headers)).status).toBe(200);
    expect(confirmed).toBe(1);
  });
});

describe("what people answer", () => {
  it("STOP blocks the number for everybody who wrote to it, START lifts that, told twice it is once", async () => {
    const { address } = phones[28]!;
    const other = await createSender(1);
    const [theirs] = await jobsOf(await approved(other));
    await asSystem("tests write to one number twice", (tx) =>
      tx.execute(sql`update message_jobs set channel = 'sms', address = ${address} where id = ${theirs!.id}`),
    );
    const say = (Body: string, MessageSid: string) =>
      twilioPost({ MessageSid, From: address, To: "+15550001111", Body }, "");
    const [stop, start] = [`SM${uuidv7()}`, `SM${uuidv7()}`];
    await say("hello", `SM${uuidv7()}`);
    expect(await reasonFor(address)).toEqual([]);
    const answers = await Promise.all([say(" stop. ", stop), say(" stop. ", stop)]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(await reasonFor(address)).toEqual(["unsubscribe", "unsubscribe"]);
    await say("START", start);
    expect(await reasonFor(address)).toEqual([]);
    await say(" stop. ", stop);
    expect(await reasonFor(address)).toEqual([]);
  });

  it("is a keyword only when it stands alone", () => {
    expect(["Stop", "STOPALL!", " unsubscribe ", "quit", "End", "cancel"].map(keywordOf)).toEqual(
      Array(6).fill("stop"),
    );
    expect(["start", "Unstop"].map(keywordOf)).toEqual(["start", "start"]);
    expect(["help", "INFO"].map(keywordOf)).toEqual(["help", "help"]);
    expect(["please stop by at seven", "", "we can not end it"].map(keywordOf)).toEqual([null, null, null]);
  });
});
