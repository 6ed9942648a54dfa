import { type ErrorResponse, Resend } from "resend";
import { env } from "../env";
import { onThisMachine, retryAfter, TIMEOUT_MS } from "./failure";
import type { Mail, MailProvider, Outcome, Receipt } from "./mail";

const HOUR = 3_600_000;

let client: Resend | undefined;
const resend = () => {
  client ??= new Resend(env().RESEND_API_KEY, { baseUrl: env().RESEND_BASE_URL });
  return client;
};

/** Resend (https://resend.com/docs/api-reference), 100 mails a call, keys remembered for 24 hours. */
export const resendProvider = (): MailProvider => ({
  name: "resend",
  perCall: 100,
  callsPerSecond: env().RESEND_RATE_LIMIT,
  channel: "email",
  keyLifetime: 24 * HOUR,
  address: env().RESEND_BASE_URL ?? "https://api.resend.com",
  local: onThisMachine(env().RESEND_BASE_URL),
  send: (mails, key) => (mails.length === 1 ? sendOne(mails[0]!, key) : sendBatch(mails, key)),
});

const body = ({ tags, headers, ...mail }: Mail) => ({
  ...mail,
  from: mail.from ?? env().MAIL_FROM,
  headers,
  tags: tags && Object.entries(tags).map(([name, value]) => ({ name, value })),
});

async function sendOne(mail: Mail, key: string): Promise<Outcome> {
  const { data, error, headers } = await resend().emails.send(body(mail), {
    idempotencyKey: key,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return error ? failure(error, headers) : { kind: "accepted", receipts: [{ id: data.id }] };
}

/** Permissive: the provider takes the good mails and names the bad ones, so that one address costs no other its mail. */
async function sendBatch(mails: readonly Mail[], key: string): Promise<Outcome> {
  const { data, error, headers } = await resend().batch.send(
    mails.map(({ attachments: _, ...mail }) => body(mail)),
    { idempotencyKey: key, batchValidation: "permissive", signal: AbortSignal.timeout(TIMEOUT_MS) },
  );
  if (error) return failure(error, headers);
  const refused = new Map((data.errors ?? []).map(({ index, message }) => [index, message]));
  const ids = data.data.map(({ id }) => id);
  if (ids.length + refused.size !== mails.length) {
    return { kind: "lost", reason: `The provider answered for ${ids.length} of ${mails.length} mails.` };
  }
  const receipts = mails.map((_, index): Receipt => {
    const reason = refused.get(index);
    return reason === undefined ? { id: ids.shift()! } : { refused: reason };
  });
  return { kind: "accepted", receipts };
}

/**
 * What an error says about the mails (https://resend.com/docs/api-reference/errors). The SDK reports a broken
 * connection and a timeout with no status: the provider may have taken the call by then.
 */
function failure(error: ErrorResponse, headers: Record<string, string> | null): Outcome {
  const status = error.statusCode;
  const reason = `${error.name}: ${error.message}`;
  if (status === null || status >= 500) return { kind: "unknown", seconds: 0, reason };
  if (status === 429) {
    const quota = /quota/.test(error.name);
    return {
      kind: "later",
      seconds: retryAfter(headers?.["retry-after"]) ?? (quota ? 900 : 1),
      reason,
      ours: quota,
    };
  }
  if (status === 409) {
    return error.name === "concurrent_idempotent_requests"
      ? { kind: "unknown", seconds: 2, reason }
      : { kind: "lost", reason };
  }
  if (status === 401 || status === 403) return { kind: "later", seconds: 60, reason, ours: true };
  return { kind: "refused", reason };
}

/**
 * The payload of a webhook of Resend, once its signature holds: Svix signs by the Standard Webhooks rules, over
 * the bytes as they came, with five minutes of tolerance.
 *
 * @returns null when the signature, the time or a header is wrong
 */
export function verifyResendWebhook(
  bytes: Uint8Array,
  headers: Headers,
): { id: string; event: unknown } | null {
  const read = (name: string) => headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? "";
  const id = read("id");
  const webhookSecret = env().RESEND_WEBHOOK_SECRET;
  if (!webhookSecret || !env().RESEND_API_KEY) return null;
  try {
    const event: unknown = resend().webhooks.verify({
      payload: Buffer.from(bytes).toString("utf8"),
      headers: { id, timestamp: read("timestamp"), signature: read("signature") },
      webhookSecret,
    });
    return { id, event };
  } catch {
    return null;
  }
}
