import { createPublicKey, verify } from "node:crypto";
import client from "@sendgrid/client";
import service from "@sendgrid/mail";
import { env } from "../env";
import { mailbox, onThisMachine, outcomeOf, retryAfter, TIMEOUT_MS } from "./failure";
import type { Mail, MailProvider, Outcome } from "./mail";

let configured = false;
function sendgrid() {
  if (configured) return service;
  const { SENDGRID_API_KEY, SENDGRID_BASE_URL } = env();
  client.setApiKey(SENDGRID_API_KEY!);
  if (SENDGRID_BASE_URL) client.setDefaultRequest("baseUrl", SENDGRID_BASE_URL);
  // Passed on to axios, whose own default is to wait for ever.
  client.setDefaultRequest("timeout" as "baseUrl", TIMEOUT_MS as never);
  service.setClient(client);
  configured = true;
  return service;
}

/** SendGrid, API v3 (https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send): one mail a call. */
export const sendgridProvider = (): MailProvider => ({
  name: "sendgrid",
  perCall: 1,
  callsPerSecond: env().SENDGRID_RATE_LIMIT,
  channel: "email",
  keyLifetime: 0,
  address: env().SENDGRID_BASE_URL ?? "https://api.sendgrid.com",
  local: onThisMachine(env().SENDGRID_BASE_URL),
  send: async ([mail]) => {
    try {
      const [{ headers }] = await sendgrid().send(data(mail!));
      const id = (headers as Record<string, string>)["x-message-id"];
      return id
        ? { kind: "accepted", receipts: [{ id }] }
        : { kind: "lost", reason: "SendGrid answered without an id." };
    } catch (error) {
      return failure(error);
    }
  },
});

function data({ from, to, replyTo, subject, html, text, headers, tags, attachments = [] }: Mail) {
  const { name, address } = mailbox(from ?? env().MAIL_FROM);
  return {
    from: { email: address, ...(name && { name }) },
    ...{ to, replyTo, subject, html, text, headers },
    // They come back with the events.
    customArgs: tags,
    attachments: attachments.map(({ filename, content, contentType }) => ({
      ...{ filename, content },
      type: contentType,
    })),
    // The mail is finished: SendGrid writes neither links nor a footer into it.
    trackingSettings: {
      clickTracking: { enable: false, enableText: false },
      subscriptionTracking: { enable: false },
    },
  };
}

type Failed = Error & {
  code?: number | string;
  response?: { headers?: Record<string, string>; body?: { errors?: { message?: string }[] } };
};

function failure(error: unknown): Outcome {
  const { code, response, message } = error as Failed;
  const told = response?.body?.errors?.map((one) => one.message).filter(Boolean);
  const reason = told?.length ? told.join("; ") : `${code ?? "error"}: ${message}`;
  const status = typeof code === "number" ? code : undefined;
  return outcomeOf(status, { error, reason, wait: retryAfter(response?.headers?.["retry-after"]) });
}

/**
 * Whether a list of events is SendGrid's own: ECDSA over the timestamp and the bytes as they came, by the key it
 * shows (twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features).
 */
export function isSendgridsOwn(bytes: Uint8Array, headers: Headers): boolean {
  const key = env().SENDGRID_WEBHOOK_KEY;
  const read = (name: string) => headers.get(`x-twilio-email-event-webhook-${name}`) ?? "";
  if (!key || !read("signature")) return false;
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });
    const signed = Buffer.concat([Buffer.from(read("timestamp")), bytes]);
    return verify("sha256", signed, publicKey, Buffer.from(read("signature"), "base64"));
  } catch {
    return false;
  }
}
