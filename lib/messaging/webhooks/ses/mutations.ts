import { readSnsMessage } from "@/lib/clients/email/sns";
import { log } from "@/lib/clients/log";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { beat } from "@/lib/platform/mutations";
import type { sesWebhook as contract } from "../contract";
import { takeEvent } from "../events/mutations";
import type { RawBody } from "../policy";
import { sesEffect, sesEvent, sesMoment } from "./policy";

const RECEIVED = { received: true } as const;

/**
 * Takes a message of the topic to which SES publishes its events, and confirms the subscription to it.
 *
 * @throws AppError bad_signature, also where SES_WEBHOOK_TOPIC is not set or names another topic
 */
export async function sesWebhook(cx: Cx, { body }: Input<typeof contract>) {
  const { bytes } = body as unknown as RawBody;
  const message = await readSnsMessage(bytes);
  if (!message)
    throw new AppError("bad_signature", { detail: "This is not signed by our topic of Amazon SNS." });
  if (message.type === "confirmation") {
    const confirmed = await message.confirm();
    log.info({ confirmed }, "a subscription to the topic of SES' events");
    return RECEIVED;
  }
  const event = parse(message.message);
  const effect = event && sesEffect(event);
  if (!event || !effect) return RECEIVED;
  const { eventType: type, mail, bounce, complaint, reject } = event;
  if (mail.tags?.doctor) await beat("mail");
  await takeEvent({
    ...{ provider: "ses", id: message.id, type, at: sesMoment(event), effect },
    tags: { job: mail.tags?.job?.[0], organization: mail.tags?.organization?.[0] },
    message: mail.messageId,
    details: { bounce, complaint, reject },
    requestId: cx.requestId,
  });
  return RECEIVED;
}

function parse(text: string) {
  try {
    return sesEvent.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
