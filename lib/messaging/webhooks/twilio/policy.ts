import { type Effect, effects } from "../policy";

/** What people write to be left alone, to be written to again, or to know who writes (twilio.com/docs/messaging/tutorials/advanced-opt-out). */
const words = {
  stop: ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"],
  start: ["START", "UNSTOP", "YES"],
  help: ["HELP", "INFO"],
} as const;
export type Keyword = keyof typeof words;

/** The keyword that a message is, alone and however it is written; null when it is none. */
export function keywordOf(text: string): Keyword | null {
  const word = text
    .trim()
    .replace(/[.!]+$/, "")
    .toUpperCase();
  const found = Object.entries(words).find(([, list]) => (list as readonly string[]).includes(word));
  return (found?.[0] as Keyword | undefined) ?? null;
}

/** Errors after which the number gets nothing more: it does not exist, or its owner said STOP (twilio.com/docs/api/errors). */
const GONE = new Set(["21211", "21614", "30005", "30006", "63024"]);
const STOPPED = new Set(["21610"]);

/** What a status of Twilio means (twilio.com/docs/messaging/api/message-resource#message-status-values). */
export function twilioEffect(status: string, errorCode: string | null): Effect | null {
  const error = errorCode ? `twilio_${errorCode}` : status;
  switch (status) {
    case "accepted":
    case "scheduled":
    case "queued":
    case "sending":
      return effects.noted;
    case "sent":
      return effects.sent;
    case "delivered":
      return effects.delivered;
    case "read":
      return effects.opened;
    case "undelivered":
      if (errorCode && STOPPED.has(errorCode)) return effects.suppressed(error, "unsubscribe");
      return effects.bounced(error, errorCode !== null && GONE.has(errorCode));
    case "failed":
      if (errorCode && STOPPED.has(errorCode)) return effects.suppressed(error, "unsubscribe");
      return effects.failed(error);
    default:
      return null;
  }
}

/** A number and its channel, from Twilio's `whatsapp:+15551234567` or `+15551234567`. */
export function numberOf(address: string): { channel: "sms" | "whatsapp"; number: string } | null {
  const found = /^(whatsapp:)?(\+[1-9]\d{6,14})$/.exec(address);
  return found ? { channel: found[1] ? "whatsapp" : "sms", number: found[2]! } : null;
}
