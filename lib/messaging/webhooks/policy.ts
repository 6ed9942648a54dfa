import type { jobStatuses } from "@/db/schema/messaging";

/** Rules of what a provider's events do to a message. */

export type JobStatus = (typeof jobStatuses)[number];

/**
 * How far each state is. A message only ever moves up, so that the same events in any order end in the same state:
 * the furthest of them. Of two that exclude each other the worse news wins.
 */
export const rank: Record<JobStatus, number> = {
  queued: 0,
  cancelled: 1,
  sending: 2,
  sent: 3,
  failed: 4,
  suppressed: 5,
  delivered: 6,
  bounced: 7,
  complained: 8,
};

/** What is written where nobody knows whether a message left; the provider's events may still tell. */
export const UNKNOWN = "outcome_unknown";

/** The part of a message that events change. */
export type Progress = {
  status: JobStatus;
  lastError: string | null;
  sentAt: string | null;
  deliveredAt: string | null;
  openedAt: string | null;
  clickedAt: string | null;
};

/** What one event says: a state it proves, a moment it happened at, why something failed. */
export type Effect = {
  status: JobStatus | null;
  moment: "sentAt" | "deliveredAt" | "openedAt" | "clickedAt" | null;
  error: string | null;
  /** The address gets nothing more from this organization. */
  suppress: "bounce" | "complaint" | null;
};

const nothing: Effect = { status: null, moment: null, error: null, suppress: null };

type Details = {
  bounce?: { type?: string; message?: string };
  failed?: { reason?: string };
  suppressed?: { message?: string };
};

/**
 * What an event of Resend means (https://resend.com/docs/dashboard/webhooks/event-types); null for those that say
 * nothing about a message. A bounce that may pass, a full mailbox, blocks nobody.
 */
export function effectOf(type: string, details: Details): Effect | null {
  switch (type) {
    case "email.sent":
      return { ...nothing, status: "sent", moment: "sentAt" };
    case "email.delivered":
      return { ...nothing, status: "delivered", moment: "deliveredAt" };
    case "email.delivery_delayed":
    case "email.scheduled":
      return nothing;
    case "email.bounced": {
      const { type: kind, message } = details.bounce ?? {};
      const passing = kind === "Transient";
      return {
        ...nothing,
        status: "bounced",
        error: message ?? "bounced",
        suppress: passing ? null : "bounce",
      };
    }
    case "email.complained":
      return { ...nothing, status: "complained", suppress: "complaint" };
    case "email.failed":
      return { ...nothing, status: "failed", error: details.failed?.reason ?? "failed" };
    case "email.suppressed":
      return {
        ...nothing,
        status: "suppressed",
        error: details.suppressed?.message ?? "suppressed",
        suppress: "bounce",
      };
    // A person who opens or clicks has received the mail.
    case "email.opened":
      return { ...nothing, status: "delivered", moment: "openedAt" };
    case "email.clicked":
      return { ...nothing, status: "delivered", moment: "clickedAt" };
    default:
      return null;
  }
}

/** The rank that an event has to beat: of an unknown outcome anything is news. */
export const rankOf = ({ status, lastError }: Pick<Progress, "status" | "lastError">): number =>
  status === "failed" && lastError === UNKNOWN ? rank.sending : rank[status];

/** A message after an event. Never backwards; of a moment that is told twice the earlier one stands. */
export function advance(before: Progress, effect: Effect, at: string): Progress {
  const after = { ...before };
  if (effect.status && rank[effect.status] > rankOf(before)) {
    after.status = effect.status;
    after.lastError = effect.error;
  }
  const { moment } = effect;
  if (moment && (before[moment] === null || at < before[moment])) after[moment] = at;
  return after;
}
