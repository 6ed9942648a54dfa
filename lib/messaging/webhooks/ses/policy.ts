import { z } from "zod";
import { isMachine } from "../machines/policy";
import { type Effect, effects } from "../policy";

const moment = z.looseObject({ timestamp: z.iso.datetime({ offset: true }).optional() });

/** What we read of an event of SES; the rest is left (docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html). */
export const sesEvent = z.looseObject({
  eventType: z.string().max(100),
  mail: z.looseObject({
    timestamp: z.iso.datetime({ offset: true }),
    messageId: z.string().max(200),
    tags: z.record(z.string(), z.array(z.string())).optional(),
  }),
  bounce: moment
    .extend({
      bounceType: z.string().optional(),
      bounceSubType: z.string().optional(),
      bouncedRecipients: z.array(z.looseObject({ diagnosticCode: z.string().optional() })).optional(),
    })
    .optional(),
  complaint: moment.extend({ complaintSubType: z.string().nullish() }).optional(),
  delivery: moment.optional(),
  deliveryDelay: moment.optional(),
  reject: z.looseObject({ reason: z.string().optional() }).optional(),
  failure: z.looseObject({ errorMessage: z.string().optional() }).optional(),
  open: moment.extend({ userAgent: z.string().nullish() }).optional(),
  click: moment.extend({ userAgent: z.string().nullish() }).optional(),
});
export type SesEvent = z.output<typeof sesEvent>;

/** What an event of SES means; null for kinds that say nothing about a message. */
export function sesEffect(event: SesEvent): Effect | null {
  const { bounce, complaint } = event;
  switch (event.eventType) {
    case "Send":
      return effects.sent;
    case "Delivery":
      return effects.delivered;
    case "DeliveryDelay":
      return effects.noted;
    case "Bounce": {
      const why = bounce?.bouncedRecipients?.[0]?.diagnosticCode ?? bounce?.bounceSubType ?? "bounced";
      return /Suppress/.test(bounce?.bounceSubType ?? "")
        ? effects.suppressed(why)
        : effects.bounced(why, bounce?.bounceType === "Permanent");
    }
    case "Complaint":
      return complaint?.complaintSubType === "OnAccountSuppressionList"
        ? effects.suppressed("complained before", "complaint")
        : effects.complained;
    case "Reject":
      return effects.failed(event.reject?.reason ?? "rejected");
    case "Rendering Failure":
      return effects.failed(event.failure?.errorMessage ?? "rendering failure");
    case "Open":
      return byMachine(event, event.open) ? effects.fetched : effects.opened;
    case "Click":
      return byMachine(event, event.click) ? effects.fetched : effects.clicked;
    default:
      return null;
  }
}

const byMachine = (event: SesEvent, touch: SesEvent["open"]): boolean =>
  isMachine({ userAgent: touch?.userAgent, sentAt: event.mail.timestamp, at: sesMoment(event) });

/** When it happened: the event's own moment, else that of the mail. */
export function sesMoment({
  mail,
  bounce,
  complaint,
  delivery,
  deliveryDelay,
  open,
  click,
}: SesEvent): string {
  const own = [bounce, complaint, delivery, deliveryDelay, open, click].find((part) => part?.timestamp);
  return new Date(own?.timestamp ?? mail.timestamp).toISOString();
}
