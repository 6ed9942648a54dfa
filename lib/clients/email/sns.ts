import { verify, X509Certificate } from "node:crypto";
import { z } from "zod";
import { env } from "../env";
import { onThisMachine } from "./failure";

const messageSchema = z.looseObject({
  Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]),
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string(),
  Subject: z.string().nullish(),
  Message: z.string(),
  Timestamp: z.string(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(["1", "2"]),
  Signature: z.string(),
  SigningCertURL: z.string(),
});
type Message = z.output<typeof messageSchema>;

/** A message of our topic whose signature holds. */
export type SnsMessage =
  | { type: "notification"; id: string; message: string }
  | { type: "confirmation"; confirm: () => Promise<boolean> };

const TIMEOUT_MS = 5_000;
const AWS = /^https:\/\/sns\.[a-z0-9-]{3,}\.amazonaws\.com(\.cn)?\//;
const signed = {
  Notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
  SubscriptionConfirmation: [
    "Message",
    "MessageId",
    "SubscribeURL",
    "Timestamp",
    "Token",
    "TopicArn",
    "Type",
  ],
} as const;

/**
 * Reads a message of Amazon SNS, once its signature holds: RSA over named fields, by a certificate that AWS itself
 * serves (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html), from our topic.
 *
 * @returns null when it is of another topic, unsigned, changed, or signed by somebody else
 */
export async function readSnsMessage(bytes: Uint8Array): Promise<SnsMessage | null> {
  const topic = env().SES_WEBHOOK_TOPIC;
  const message = parse(bytes);
  if (!topic || message?.TopicArn !== topic) return null;
  if (!isAmazons(message.SigningCertURL) || !/\.pem$/.test(message.SigningCertURL)) return null;
  const certificate = await certificateAt(message.SigningCertURL);
  if (!certificate || !holds(message, certificate)) return null;
  if (message.Type === "Notification") {
    return { type: "notification", id: message.MessageId, message: message.Message };
  }
  return { type: "confirmation", confirm: () => confirm(message) };
}

function parse(bytes: Uint8Array): Message | null {
  try {
    return messageSchema.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}

/** AWS' own address, or that of the stand-in on this machine. */
function isAmazons(address: string): boolean {
  const local = env().SES_BASE_URL;
  if (local && onThisMachine(local) && URL.canParse(address)) {
    if (new URL(address).origin === new URL(local).origin) return true;
  }
  return AWS.test(address);
}

function holds(message: Message, certificate: X509Certificate): boolean {
  const fields = message.Type === "Notification" ? signed.Notification : signed.SubscriptionConfirmation;
  const text = fields
    .filter((field) => typeof message[field] === "string")
    .map((field) => `${field}\n${message[field]}\n`)
    .join("");
  const algorithm = message.SignatureVersion === "1" ? "RSA-SHA1" : "RSA-SHA256";
  return verify(
    algorithm,
    Buffer.from(text),
    certificate.publicKey,
    Buffer.from(message.Signature, "base64"),
  );
}

/** Certificates by address; there are few, and each is good for years. */
const certificates = new Map<string, X509Certificate>();

async function certificateAt(address: string): Promise<X509Certificate | null> {
  const now = Date.now();
  const isValid = (one: X509Certificate) =>
    Date.parse(one.validFrom) <= now && now <= Date.parse(one.validTo);
  const known = certificates.get(address);
  if (known && isValid(known)) return known;
  const answer = await ask(address);
  if (!answer?.ok) return null;
  try {
    const certificate = new X509Certificate(await answer.text());
    if (!isValid(certificate)) return null;
    if (certificates.size >= 20) certificates.clear();
    certificates.set(address, certificate);
    return certificate;
  } catch {
    return null;
  }
}

/** Confirms a subscription to our topic by asking the address that AWS signed. */
async function confirm({ Type, SubscribeURL }: Message): Promise<boolean> {
  if (Type !== "SubscriptionConfirmation" || !SubscribeURL || !isAmazons(SubscribeURL)) return false;
  return (await ask(SubscribeURL))?.ok ?? false;
}

const ask = (address: string) =>
  fetch(address, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null);
