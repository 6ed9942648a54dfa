import twilio from "twilio";
import { onThisMachine, outcomeOf, TIMEOUT_MS } from "../email/failure";
import type { Outcome } from "../email/mail";
import { appOrigin, env } from "../env";
import type { Template, Text, TextProvider } from "./text";

/** Where a message is sent from and how fast; null where the variables of its channel are not set. */
export function twilioProvider(channel: Text["channel"]): TextProvider | null {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_BASE_URL } = env();
  const from = channel === "sms" ? env().TWILIO_SMS_FROM : env().TWILIO_WHATSAPP_FROM;
  if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !from) return null;
  return {
    name: `twilio-${channel}`,
    channel,
    perCall: 1,
    callsPerSecond: channel === "sms" ? env().TWILIO_SMS_RATE_LIMIT : env().TWILIO_WHATSAPP_RATE_LIMIT,
    keyLifetime: 0,
    local: onThisMachine(TWILIO_BASE_URL),
    send: ([text]) => send(text!, from),
  };
}

let opened: twilio.Twilio | undefined;
function client(): twilio.Twilio {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = env();
  opened ??= twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, {
    httpClient: new Redirected(),
    autoRetry: false,
  });
  return opened;
}

/** The SDK's own client, whose hosts are fixed: on one machine a stand-in answers in their place. */
class Redirected extends twilio.RequestClient {
  constructor() {
    super({ timeout: TIMEOUT_MS });
  }

  override request: twilio.RequestClient["request"] = (options) => {
    const base = env().TWILIO_BASE_URL;
    if (!base) return super.request(options);
    const asked = new URL(options.uri);
    return super.request({ ...options, uri: new URL(asked.pathname + asked.search, base).href });
  };
}

/** Twilio's address for a number on a channel. */
const addressed = (channel: Text["channel"], number: string): string =>
  channel === "whatsapp" ? `whatsapp:${number}` : number;

async function send({ channel, to, content, tags }: Text, from: string): Promise<Outcome> {
  try {
    const { sid } = await client().messages.create({
      to: addressed(channel, to),
      ...(from.startsWith("MG") ? { messagingServiceSid: from } : { from: addressed(channel, from) }),
      ...("body" in content
        ? { body: content.body }
        : { contentSid: content.templateSid, contentVariables: JSON.stringify(content.variables) }),
      ...(tags && { statusCallback: callbackAddress(tags) }),
    });
    return { kind: "accepted", receipts: [{ id: sid }] };
  } catch (error) {
    return failure(error);
  }
}

/** Where Twilio tells what became of a message; its signature covers the address, and so the tags. */
const callbackAddress = ({ organization, job }: NonNullable<Text["tags"]>): string =>
  `${appOrigin()}/api/webhooks/twilio?organization=${organization}&job=${job}`;

type Failed = Error & { status?: number; code?: number | string };

/** What an error says about a message (twilio.com/docs/api/errors). */
function failure(error: unknown): Outcome {
  const { status, code, message } = error as Failed;
  return outcomeOf(status, { error, reason: `${code ?? status ?? "error"}: ${message}` });
}

/** Whether a call is Twilio's own (twilio.com/docs/usage/webhooks/webhooks-security). @param path with its query */
export function isTwiliosOwn(
  signature: string | null,
  path: string,
  fields: Record<string, string>,
): boolean {
  const token = env().TWILIO_AUTH_TOKEN;
  if (!token || !signature) return false;
  return twilio.validateRequest(token, signature, appOrigin() + path, fields);
}

const categories = ["marketing", "utility", "authentication"] as const;
const statuses = ["approved", "pending", "rejected", "paused", "unsubmitted"] as const;
const oneOf = <T extends string>(list: readonly T[], word: unknown, otherwise: T): T =>
  list.find((one) => one === String(word).toLowerCase()) ?? otherwise;

/**
 * Every WhatsApp template of the account with what Meta says of it (twilio.com/docs/content/resources); null where
 * there is no account.
 */
export async function listTemplates(): Promise<Template[] | null> {
  if (!env().TWILIO_ACCOUNT_SID || !env().TWILIO_AUTH_TOKEN) return null;
  const rows = await client().content.v1.contentAndApprovals.list({ pageSize: 500 });
  return rows.map(({ sid, friendlyName, language, types, variables, approvalRequests }) => {
    const asked = (approvalRequests ?? {}) as Record<string, unknown>;
    const texts = Object.values((types ?? {}) as Record<string, { body?: string }>);
    return {
      ...{ sid, name: String(asked.name ?? friendlyName), language },
      category: oneOf(categories, asked.category, "marketing"),
      status: oneOf(statuses, asked.status, "unsubmitted"),
      body: texts.find(({ body }) => body)?.body ?? "",
      variables: Object.keys((variables ?? {}) as object),
      reason: asked.rejection_reason ? String(asked.rejection_reason) : null,
    };
  });
}
