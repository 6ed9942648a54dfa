import { createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { another, type Hook, REASONS, type Signer, type Told } from "./hook";

export const TOPIC = "arn:aws:sns:eu-central-1:123456789012:eios";
type Certificate = Awaited<ReturnType<typeof certificate>>;
export const certificate = (options: object = {}) =>
  generate([{ name: "commonName", value: "sns.amazonaws.com" }], { keySize: 2048, ...options });

/** An address that serves certificates. */
export async function certificates(own: Certificate, expired = own) {
  let asked = 0;
  const server: Server = createServer((req, res) => {
    asked++;
    res.end(req.url === "/expired.pem" ? expired.cert : own.cert);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, own, expired, url, asked: () => asked };
}

/** Where Amazon would serve its certificates. */
export const amazonSns = async () => {
  const past = { notBeforeDate: new Date("2020-01-01"), notAfterDate: new Date("2021-01-01") };
  return certificates(await certificate(), await certificate(past));
};

/** SNS: RSA over named fields (docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html); tries go on for days, signed once. */
export function ses(amazon: Awaited<ReturnType<typeof amazonSns>>, elsewhere: string): Signer {
  const words = {
    ...{ noted: "DeliveryDelay", sent: "Send", failed: "Reject", delivered: "Delivery", bounced: "Bounce" },
    ...{ complained: "Complaint", opened: "Open", clicked: "Click" },
  };
  const details = {
    ...{ noted: "deliveryDelay", sent: "send", failed: "reject", delivered: "delivery", bounced: "bounce" },
    ...{ complained: "complaint", opened: "open", clicked: "click" },
  };
  const messageOf = ({ what, at: timestamp, job, organization }: Told) =>
    JSON.stringify({
      eventType: words[what],
      // No moment is so near to the mail's own that a machine must have opened it.
      mail: {
        timestamp: what === "sent" || what === "failed" ? timestamp : "2026-01-01T00:00:00Z",
        messageId: `ses-${job}`,
        tags: { job: [job], organization: [organization] },
      },
      [details[what]]: {
        timestamp,
        ...(what === "bounced" && {
          bounceType: "Permanent",
          bouncedRecipients: [{ diagnosticCode: REASONS.bounced }],
        }),
        ...(what === "failed" && { reason: REASONS.failed }),
      },
    });
  type Change = { fields?: Record<string, string>; after?: Record<string, string>; by?: Certificate };
  const made = (event: Told, { fields = {}, after = {}, by = amazon.own }: Change = {}): Hook => {
    const message: Record<string, string> = {
      ...{ Type: "Notification", MessageId: event.id, TopicArn: TOPIC, Message: messageOf(event) },
      ...{ Timestamp: event.at, SignatureVersion: "2", SigningCertURL: `${amazon.url}/sns.pem`, ...fields },
    };
    const named = ["Message", "MessageId", "Timestamp", "TopicArn", "Type"];
    const text = named.map((name) => `${name}\n${message[name]}\n`).join("");
    const Signature = createSign("RSA-SHA256").update(text).sign(by.private, "base64");
    const body = JSON.stringify({ ...message, Signature, ...after });
    return { path: "/api/webhooks/ses", body, headers: { "content-type": "text/plain; charset=UTF-8" } };
  };
  const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    format: "pem",
    type: "pkcs8",
  });
  const by = { ...amazon.own, private: String(stranger) };
  const from = (SigningCertURL: string) => (event: Told) =>
    made(another(event), { by, fields: { SigningCertURL } });
  const known = new Map<string, Hook>();
  return {
    ...{ name: "ses", words, errors: REASONS, most: 1 },
    tell: ([event]) => {
      if (!known.has(event!.id)) known.set(event!.id, made(event!));
      return known.get(event!.id)!;
    },
    forge: [
      (event) => made(another(event), { by }),
      (event) => made(event, { after: { Message: messageOf(another(event)), MessageId: randomUUID() } }),
      (event) => made(event, { after: { MessageId: randomUUID() } }),
      (event) => made(another(event), { after: { Timestamp: "2026-01-01T00:00:00.000Z" } }),
      (event) => made(another(event), { fields: { TopicArn: `${TOPIC}-of-others` } }),
      from(`${elsewhere}/sns.pem`),
      from("https://sns.eu-central-1.amazonaws.com.evil.example/sns.pem"),
      from("https://evil.example/SimpleNotificationService.pem"),
      (event) =>
        made(another(event), { by: amazon.expired, fields: { SigningCertURL: `${amazon.url}/expired.pem` } }),
      (event) => made(another(event), { after: { Signature: "" } }),
    ],
  };
}
