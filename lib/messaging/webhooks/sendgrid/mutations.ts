import { z } from "zod";
import { isSendgridsOwn } from "@/lib/clients/email/sendgrid";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { beat } from "@/lib/platform/mutations";
import type { sendgridWebhook as contract } from "../contract";
import { takeEvent } from "../events/mutations";
import type { RawBody } from "../policy";
import { type SendgridEvent, sendgridEffect, sendgridEvent } from "./policy";

const RECEIVED = { received: true } as const;

/**
 * Takes a list of SendGrid's events, each by its own id. What is no event is left out.
 *
 * @throws AppError bad_signature
 */
export async function sendgridWebhook(cx: Cx, { body }: Input<typeof contract>) {
  const { bytes, headers } = body as unknown as RawBody;
  if (!isSendgridsOwn(bytes, headers)) {
    throw new AppError("bad_signature", { detail: "These events are not signed by SendGrid." });
  }
  const events = parse(bytes);
  if (events.some(({ doctor }) => doctor)) await beat("mail");
  await Promise.all(events.map((event) => take(event, cx.requestId)));
  return RECEIVED;
}

async function take(event: SendgridEvent, requestId: string): Promise<void> {
  const { event: type, type: kind, reason, job, organization } = event;
  await takeEvent({
    ...{ provider: "sendgrid", id: event.sg_event_id, type, requestId },
    ...{ tags: { job, organization }, effect: sendgridEffect(event) },
    at: new Date(event.timestamp * 1_000).toISOString(),
    // The id that the call was answered with, and after a dot what SendGrid's machines add.
    message: event.sg_message_id?.split(".")[0] || null,
    details: { kind, reason },
  });
}

function parse(bytes: Uint8Array): SendgridEvent[] {
  try {
    const list = z.array(z.unknown()).parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
    return list.flatMap((one) => sendgridEvent.safeParse(one).data ?? []);
  } catch {
    return [];
  }
}
