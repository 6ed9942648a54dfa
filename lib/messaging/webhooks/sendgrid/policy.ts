import { z } from "zod";
import { isMachine } from "../machines/policy";
import { type Effect, effects } from "../policy";

/** What we read of an event of SendGrid (twilio.com/docs/sendgrid/for-developers/tracking-events/event). */
export const sendgridEvent = z.looseObject({
  event: z.string().max(100),
  sg_event_id: z.string().min(1).max(200),
  sg_message_id: z.string().max(300).optional(),
  timestamp: z.number().int().min(0).max(10_000_000_000),
  type: z.string().optional(),
  reason: z.string().nullish(),
  sg_machine_open: z.boolean().optional(),
  useragent: z.string().nullish(),
  job: z.string().optional(),
  organization: z.string().optional(),
  doctor: z.string().optional(),
});
export type SendgridEvent = z.output<typeof sendgridEvent>;

/** What an event of SendGrid means; null for kinds that say nothing about a message. */
export function sendgridEffect({
  event,
  type,
  reason,
  sg_machine_open: machine,
  useragent: userAgent,
}: SendgridEvent): Effect | null {
  // It does not tell when the mail left.
  const fetched = isMachine({ userAgent, sentAt: null, at: "" });
  switch (event) {
    case "processed":
      return effects.sent;
    case "delivered":
      return effects.delivered;
    case "deferred":
      return effects.noted;
    case "bounce":
      return effects.bounced(reason ?? "bounced", type !== "blocked");
    case "dropped":
      return dropped(reason ?? "dropped");
    case "spamreport":
      return effects.complained;
    case "unsubscribe":
    case "group_unsubscribe":
      return { ...effects.noted, suppress: "unsubscribe" };
    case "open":
      return machine || fetched ? effects.fetched : effects.opened;
    case "click":
      return fetched ? effects.fetched : effects.clicked;
    default:
      return null;
  }
}

/** SendGrid's own list kept it back, or it was broken. */
function dropped(reason: string): Effect {
  if (/unsubscribed/i.test(reason)) return effects.suppressed(reason, "unsubscribe");
  if (/spam/i.test(reason) && /report/i.test(reason)) return effects.suppressed(reason, "complaint");
  return /bounced|invalid/i.test(reason) ? effects.suppressed(reason) : effects.failed(reason);
}
