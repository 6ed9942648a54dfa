import { createHmac, generateKeyPairSync, randomBytes, randomUUID, sign } from "node:crypto";
import twilio from "twilio";
import {
  another,
  blank,
  DAY,
  type Hook,
  json,
  REASONS,
  type Signer,
  seconds,
  type Told,
  type What,
} from "./hook";
import { amazonSns, certificate, certificates, ses, TOPIC } from "./hook-sns";

/** The four, with what the app has to know to believe them. */
export type Signers = {
  all: readonly Signer[];
  env: Record<string, string>;
  /** How often anybody asked an address that is not the provider's for a certificate. */
  strangersAsked: () => number;
  close: () => void;
};

/** @param address the app's own, as Twilio would know it; asked for when a request is signed */
export async function openSigners(address: () => string): Promise<Signers> {
  const [amazon, strangers] = await Promise.all([amazonSns(), certificates(await certificate())]);
  const secrets = { resend: `whsec_${randomBytes(24).toString("base64")}`, twilio: randomUUID() };
  const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return {
    all: [
      resend(secrets.resend),
      ses(amazon, strangers.url),
      sendgrid(keys.privateKey),
      twilioStatus(secrets.twilio, address),
    ],
    env: {
      RESEND_WEBHOOK_SECRET: secrets.resend,
      ...{ SES_REGION: "eu-central-1", SES_BASE_URL: amazon.url, SES_WEBHOOK_TOPIC: TOPIC },
      SENDGRID_WEBHOOK_KEY: keys.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
      ...{ TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`, TWILIO_AUTH_TOKEN: secrets.twilio },
    },
    strangersAsked: strangers.asked,
    close: () => {
      for (const { server } of [amazon, strangers]) server.close();
    },
  };
}

/** Svix: HMAC over id, time and body, five minutes of tolerance (docs.svix.com/receiving/verifying-payloads/how-manual). */
function resend(secret: string): Signer {
  const words = {
    ...{ noted: "email.delivery_delayed", sent: "email.sent", failed: "email.failed" },
    ...{ delivered: "email.delivered", bounced: "email.bounced", complained: "email.complained" },
    ...{ opened: "email.opened", clicked: "email.clicked" },
  };
  const details = {
    bounce: { type: "Permanent", message: REASONS.bounced },
    failed: { reason: REASONS.failed },
  };
  const bodyOf = ({ what, at, job, organization }: Told) =>
    JSON.stringify({
      ...{ type: words[what], created_at: at },
      data: { email_id: `m-${job}`, tags: { organization, job }, ...details },
    });
  const made = (
    event: Told,
    { at = seconds(), by = secret, of = bodyOf(event), id = event.id } = {},
  ): Hook => {
    const key = Buffer.from(by.replace("whsec_", ""), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${at}.${of}`).digest("base64");
    const headers = {
      ...{ "svix-id": event.id, "svix-timestamp": String(at), "svix-signature": `v1,${signature}` },
      ...json,
    };
    return { path: "/api/webhooks/resend", body: bodyOf(event), headers };
  };
  const without = (name: string) => (event: Told) => blank(made(another(event)), name, null);
  return {
    ...{ name: "resend", words, errors: REASONS, most: 1 },
    // Svix signs each try anew.
    tell: ([event]) => made(event!),
    forge: [
      (event) => made(another(event), { by: `whsec_${randomBytes(24).toString("base64")}` }),
      (event) => made(another(event), { of: bodyOf(event) }),
      (event) => made(another(event), { at: seconds() - 400 }),
      (event) => made(another(event), { at: seconds() + 400 }),
      // A true one under a new id would be news.
      (event) => made({ ...event, id: randomUUID() }, { id: event.id }),
      ...["svix-id", "svix-timestamp", "svix-signature"].map(without),
      (event) => blank(made(another(event)), "svix-signature", "v1,"),
    ],
  };
}

/** ECDSA over time and body (twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features); it tries for a day. */
function sendgrid(key: ReturnType<typeof generateKeyPairSync>["privateKey"]): Signer {
  const words = {
    ...{ noted: "deferred", sent: "processed", failed: "dropped", delivered: "delivered", bounced: "bounce" },
    ...{ complained: "spamreport", opened: "open", clicked: "click" },
  };
  const reasons: Partial<Record<What, string>> = REASONS;
  const bodyOf = (events: readonly Told[]) =>
    JSON.stringify(
      events.map(({ id, what, at, job, organization }) => ({
        ...{ event: words[what], sg_event_id: id, timestamp: Date.parse(at) / 1_000, job, organization },
        ...{ sg_message_id: `sg-${job}.filter0`, ...(reasons[what] && { reason: reasons[what] }) },
        ...(what === "bounced" && { type: "bounce" }),
      })),
    );
  const name = (what: string) => `x-twilio-email-event-webhook-${what}`;
  const made = (events: readonly Told[], { at = seconds(), by = key, of = bodyOf(events) } = {}): Hook => ({
    ...{ path: "/api/webhooks/sendgrid", body: bodyOf(events) },
    headers: {
      ...{ [name("signature")]: sign("sha256", Buffer.from(at + of), by).toString("base64") },
      ...{ [name("timestamp")]: String(at), ...json },
    },
  });
  const stranger = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
  const forged = (event: Told, change: Parameters<typeof made>[1] = {}) => made([another(event)], change);
  return {
    ...{ name: "sendgrid", words, errors: REASONS, most: 30 },
    tell: (events, late) => made(events, { at: seconds() - (late ? DAY : 0) }),
    forge: [
      (event) => forged(event, { by: stranger }),
      (event) => forged(event, { of: bodyOf([event]) }),
      // A true request of yesterday, made to look new; and one to which an event was added.
      (event) => blank(forged(event, { at: seconds() - DAY }), name("timestamp"), String(seconds())),
      (event) => forged(event, { of: bodyOf([event, another(event)]) }),
      (event) => blank(forged(event), name("signature"), null),
      (event) => blank(forged(event), name("timestamp"), null),
      (event) => blank(forged(event), name("signature"), "AAAA"),
    ],
  };
}

/** HMAC over the address and the fields (twilio.com/docs/usage/webhooks/webhooks-security); it knows no time. */
function twilioStatus(token: string, address: () => string): Signer {
  const words = {
    ...{ noted: "queued", sent: "sent", failed: "failed", delivered: "delivered", bounced: "undelivered" },
    opened: "read",
  };
  const errors: Partial<Record<What, string>> = { bounced: "30005", failed: "30008" };
  const pathOf = ({ job, organization }: Pick<Told, "job" | "organization">) =>
    `/api/webhooks/twilio?organization=${organization}&job=${job}`;
  type Change = { by?: string; of?: Partial<Record<string, string>>; to?: string; sid?: string };
  const made = (event: Told, { by = token, of = {}, to, sid = `SM-${event.job}` }: Change = {}): Hook => {
    const path = pathOf(event);
    const status = words[event.what as keyof typeof words];
    const fields = { MessageSid: sid, MessageStatus: status, ErrorCode: errors[event.what] ?? "" };
    const signature = twilio.getExpectedTwilioSignature(by, to ?? address() + path, { ...fields, ...of });
    const body = new URLSearchParams(fields).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature };
    return { path, body, headers };
  };
  // By another name, for a message has each status once.
  const forged = (event: Told, change: Change = {}) =>
    made({ ...event, what: "bounced" }, { sid: `SM-${randomUUID()}`, ...change });
  return {
    ...{ name: "twilio", words, most: 1, errors: { bounced: "twilio_30005", failed: "twilio_30008" } },
    tell: ([event]) => made(event!),
    forge: [
      (event) => forged(event, { by: randomUUID() }),
      (event) => forged(event, { of: { MessageStatus: "delivered", ErrorCode: "" } }),
      (event) => forged(event, { of: { MessageSid: `SM-${event.job}` } }),
      (event) => forged(event, { to: `https://evil.example${pathOf(event)}` }),
      (event) => forged(event, { to: `${address()}/api/webhooks/twilio` }),
      // A true one of another message, sent on to this.
      (event) => forged(event, { to: address() + pathOf({ ...event, job: randomUUID() }) }),
      (event) => blank(forged(event), "x-twilio-signature", null),
      (event) => blank(forged(event), "x-twilio-signature", "AAAA"),
    ],
  };
}
