import { z } from "zod";
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

/** A webhook's body as `media: "raw"` hands it over. */
export type RawBody = { bytes: Uint8Array; headers: Headers };

/** The id in a tag that came back; null where it is none. */
export const uuidIn = (text: string | undefined): string | null =>
  z.uuid().safeParse(text).success ? text! : null;

/** What is written where nobody knows whether a message left; the provider's events may still tell. */
export const UNKNOWN = "outcome_unknown";

/** The part of a message that events change. */
export type Progress = {
  status: JobStatus;
  lastError: string | null;
  sentAt: string | null;
  deliveredAt: string | null;
  openedAt: string | null;
  machineOpenedAt: string | null;
  clickedAt: string | null;
};

/** What one event says: a state it proves, a moment it happened at, why something failed. */
export type Effect = {
  status: JobStatus | null;
  moment: "sentAt" | "deliveredAt" | "openedAt" | "machineOpenedAt" | "clickedAt" | null;
  error: string | null;
  /** The address gets nothing more from this organization. */
  suppress: "bounce" | "complaint" | "unsubscribe" | null;
};

/** An error as it is kept: a provider may have much to say. */
const brief = (text: string): string => text.slice(0, 1_000);

/** What can happen to a message, in words that every provider's events are put into. */
export const effects = {
  /** Says nothing about how far it is. */
  noted: { status: null, moment: null, error: null, suppress: null },
  sent: { status: "sent", moment: "sentAt", error: null, suppress: null },
  delivered: { status: "delivered", moment: "deliveredAt", error: null, suppress: null },
  // A person who opens or clicks has received it.
  opened: { status: "delivered", moment: "openedAt", error: null, suppress: null },
  clicked: { status: "delivered", moment: "clickedAt", error: null, suppress: null },
  /** By a machine: the mail has arrived, and nobody has read it by that. */
  fetched: { status: "delivered", moment: "machineOpenedAt", error: null, suppress: null },
  complained: { status: "complained", moment: null, error: null, suppress: "complaint" },
  /** A bounce that may pass, a full mailbox, blocks nobody. */
  bounced: (error: string, forGood: boolean): Effect => ({
    ...{ status: "bounced", moment: null, error: brief(error) },
    suppress: forGood ? "bounce" : null,
  }),
  failed: (error: string): Effect => ({
    status: "failed",
    moment: null,
    error: brief(error),
    suppress: null,
  }),
  /** The provider itself does not write to the address any more. */
  suppressed: (error: string, why: Effect["suppress"] = "bounce"): Effect => ({
    ...{ status: "suppressed", moment: null, error: brief(error) },
    suppress: why,
  }),
} as const satisfies Record<string, Effect | ((...given: never[]) => Effect)>;

type Details = {
  bounce?: { type?: string; message?: string };
  failed?: { reason?: string };
  suppressed?: { message?: string };
};

/**
 * What an event of Resend means (https://resend.com/docs/dashboard/webhooks/event-types); null for those that say
 * nothing about a message.
 */
export function effectOf(type: string, details: Details, byMachine = false): Effect | null {
  switch (type) {
    case "email.sent":
      return effects.sent;
    case "email.delivered":
      return effects.delivered;
    case "email.delivery_delayed":
    case "email.scheduled":
      return effects.noted;
    case "email.bounced": {
      const { type: kind, message } = details.bounce ?? {};
      return effects.bounced(message ?? "bounced", kind !== "Transient");
    }
    case "email.complained":
      return effects.complained;
    case "email.failed":
      return effects.failed(details.failed?.reason ?? "failed");
    case "email.suppressed":
      return effects.suppressed(details.suppressed?.message ?? "suppressed");
    case "email.opened":
      return byMachine ? effects.fetched : effects.opened;
    case "email.clicked":
      return byMachine ? effects.fetched : effects.clicked;
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
