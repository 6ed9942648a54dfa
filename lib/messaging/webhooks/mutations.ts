import { z } from "zod";
import { verifyResendWebhook } from "@/lib/clients/email/resend";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { beat } from "@/lib/platform/mutations";
import type { resendWebhook as resendContract } from "./contract";
import { takeEvent } from "./events/mutations";
import { isMachine } from "./machines/policy";
import { effectOf, type RawBody } from "./policy";
import { keepReceived } from "./received/mutations";

const RECEIVED = { received: true } as const;

const touched = z.looseObject({ userAgent: z.string().optional() });

/** What we read of an event; the rest is kept as it came. */
const eventSchema = z.looseObject({
  type: z.string().max(100),
  created_at: z.iso.datetime({ offset: true }),
  data: z.looseObject({
    email_id: z.string().max(200).optional(),
    tags: z.record(z.string(), z.string()).optional(),
    bounce: z.looseObject({ type: z.string().optional(), message: z.string().optional() }).optional(),
    failed: z.looseObject({ reason: z.string().optional() }).optional(),
    suppressed: z.looseObject({ message: z.string().optional() }).optional(),
    click: touched.optional(),
    open: touched.optional(),
    created_at: z.string().optional(),
  }),
});

/**
 * Takes an event of Resend: verifies it over the bytes as they came, then moves its message on. Events of mails that
 * no campaign sent, and of kinds we do not know, are answered like any other and change nothing.
 *
 * @throws AppError bad_signature
 */
export async function resendWebhook(cx: Cx, { body }: Input<typeof resendContract>) {
  const { bytes, headers } = body as unknown as RawBody;
  const verified = verifyResendWebhook(bytes, headers);
  if (!verified)
    throw new AppError("bad_signature", { detail: "This event is not signed by Resend, or too old." });
  const parsed = eventSchema.safeParse(verified.event);
  if (!parsed.success) return RECEIVED;
  const { type, created_at: at, data } = parsed.data;
  const tags = data.tags ?? {};
  if (tags.doctor) await beat("mail");
  if (type === "email.received") {
    await keepReceived({ provider: "resend", event: verified.id, at, data });
    return RECEIVED;
  }
  const userAgent = (data.click ?? data.open)?.userAgent;
  const byMachine = isMachine({ userAgent, sentAt: data.created_at, at });
  await takeEvent({
    provider: "resend",
    ...{
      id: verified.id,
      type,
      at: new Date(at).toISOString(),
      tags,
      effect: effectOf(type, data, byMachine),
    },
    message: data.email_id ?? null,
    // What the link named stays out of the log: it may be somebody's personal one.
    details: { bounce: data.bounce, failed: data.failed, suppressed: data.suppressed },
    requestId: cx.requestId,
  });
  return RECEIVED;
}
