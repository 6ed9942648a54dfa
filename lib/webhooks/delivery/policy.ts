import { createHash } from "node:crypto";
import { addressWords } from "@/lib/clients/outside/address";
import type { Failure, Outcome } from "@/lib/clients/outside/request";

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

/** How long after each failed try the next one comes; together three days. */
export const WAITS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20.4 * HOUR,
];

/** Days that the log of deliveries is kept after their end, as long as Stripe keeps its events; docs/client.md says it. */
export const LOG_DAYS = 30;

const failureWords: Record<Failure, string> = {
  ...(Object.fromEntries(
    Object.entries(addressWords).map(([problem, words]) => [problem, `The address ${words}.`]),
  ) as Record<keyof typeof addressWords, string>),
  timeout: "The server took longer than 15 seconds.",
  unresolvable: "The host's name leads nowhere.",
  connection: "The connection could not be made, or broke.",
  tls: "The server's certificate is not valid.",
};

/** What follows from a try: it is delivered, given up, tried again after a while, or the receiver is gone. */
export type Verdict = { verdict: "delivered" | "failed" | "gone" } | { verdict: "again"; waitMs: number };

/** Why there is no answer, or no good one, as a sentence; null where it was taken. */
export function errorOf(outcome: Outcome): string | null {
  if ("failure" in outcome) return failureWords[outcome.failure];
  if (outcome.status >= 200 && outcome.status < 300) return null;
  if (outcome.status >= 300 && outcome.status < 400) return "The server redirects, which is not followed.";
  return outcome.status === 410
    ? "The server wants no more events (410)."
    : `The server answered ${outcome.status}.`;
}

/**
 * Judges a try by the Standard Webhooks rules: 2xx is taken, 410 switches the endpoint off, anything else is tried again
 * after the next of WAITS, or later where Retry-After says so. A tenth is added by chance (always the same for one try),
 * so that a receiver that comes back is not met by all at once.
 *
 * @param attempt of this try, from 1
 */
export function judge(outcome: Outcome, attempt: number, deliveryId: string): Verdict {
  if (errorOf(outcome) === null) return { verdict: "delivered" };
  if ("status" in outcome && outcome.status === 410) return { verdict: "gone" };
  const wait = WAITS[attempt - 1];
  if (wait === undefined) return { verdict: "failed" };
  const asked =
    "status" in outcome && /^\d{1,6}$/.test(outcome.retryAfter ?? "") ? Number(outcome.retryAfter) : 0;
  const dice = createHash("sha256").update(`${deliveryId} ${attempt}`).digest().readUInt16BE() / 65_536;
  return {
    verdict: "again",
    waitMs: Math.round(Math.max(wait * (1 + dice / 10), Math.min(asked * SECOND, 24 * HOUR))),
  };
}

/** What the secrets of endpoints are encrypted as. */
export const SECRET_PURPOSE = "webhook secret";
