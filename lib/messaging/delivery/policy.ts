import type { MailProvider } from "@/lib/clients/email/mail";
import type { TextProvider } from "@/lib/clients/text/text";

/** Rules of delivery that need nothing but their arguments. */

/** How long a worker may hold a batch, in seconds: longer than it waits for its turn and for the answer together. */
export const LEASE_SECONDS = 30;
/** A slot that lies further ahead is not waited for: the batch is somebody's later, in seconds. */
export const LONGEST_WAIT = 10;
/** How long one step sends before it reports, in milliseconds: well within what a serverless function may take. */
export const STEP_MS = 25_000;

/** Who takes messages of a channel: they differ in what a message is. */
export type Carrier = MailProvider | TextProvider;

type Limited = Pick<Carrier, "callsPerSecond">;

/** Messages that one transaction freezes at most: it holds the campaign's row, and the first call waits for it. */
const FROZEN_AT_ONCE = 1_000;
/** Messages that are frozen ahead at most: whoever unsubscribes before that gets nothing. */
const FROZEN_AHEAD = 5_000;
/** Seconds of sending that are frozen ahead, and ten batches where that is more. */
const FROZEN_SECONDS = 10;
/** A frozen batch that nobody began for so long goes back into the queue, in seconds: meanwhile people unsubscribe. */
export const STALE_SECONDS = 300;
/** Seconds between two batches of a campaign that is slowed down, at most. */
const PULSE = 10;

type Sized = Limited & Pick<Carrier, "perCall">;

/** Messages of one call: as many as the provider takes, or as a slow campaign sends in one pulse. */
export const batchSize = ({ perCall }: Pick<Carrier, "perCall">, perMinute: number | null): number =>
  perMinute === null ? perCall : Math.min(perCall, Math.max(1, Math.floor((perMinute * PULSE) / 60)));

/** Batches that are frozen ahead of what is being sent. */
export const batchesAhead = ({ callsPerSecond, perCall }: Sized): number =>
  Math.min(
    Math.max(1, Math.floor(FROZEN_AHEAD / perCall)),
    Math.max(10, Math.ceil(callsPerSecond * FROZEN_SECONDS)),
  );

/** Batches that one transaction freezes at most. */
export const batchesAtOnce = ({ perCall }: Sized): number =>
  Math.max(1, Math.floor(FROZEN_AT_ONCE / perCall));

/** Calls under way at once: enough to fill the limit while each answer takes a second and a half (Little's law). */
export const callsAtOnce = ({ callsPerSecond }: Limited): number =>
  Math.min(16, Math.max(1, Math.ceil(1.5 * callsPerSecond - 0.5)));

/** Seconds between two calls as they are planned: a little longer than the limit asks, so that delays can be caught up. */
export const spacing = ({ callsPerSecond }: Limited): number => 1.016 / callsPerSecond;

/** How long a moment at which nobody called stays somebody's, in seconds: between two rounds nobody asks for one. */
export const UNUSED_SECONDS = 0.5;

/**
 * How many calls may fall into how many seconds, as a provider counts them: whoever is late may follow sooner, as long
 * as no window holds one too many. It counts by its own clock, and one call too many costs a second, so the window is
 * a little longer than its own.
 */
export const allowance = ({ callsPerSecond }: Limited): { calls: number; seconds: number } => {
  const calls = Math.max(1, Math.floor(callsPerSecond));
  return { calls, seconds: (1.013 * calls) / callsPerSecond };
};

/** Seconds before a call of unknown outcome is repeated: 1, 2, 4, … at most 60. */
export const backoff = (attempts: number): number => Math.min(60, 2 ** Math.max(0, attempts - 1));

/** Seconds after which a batch that may have been taken is not repeated: an hour before its key is forgotten. */
export const repeatable = ({ keyLifetime }: Pick<Carrier, "keyLifetime">): number =>
  Math.max(0, keyLifetime / 1_000 - 3_600);

/** Calls in a row without an answer after which a provider is left alone for a while. */
export const BREAKS_AFTER = 5;
/** Seconds between two calls to a provider that did not answer lately: one at a time asks whether it is back. */
export const PROBE_SECONDS = 5;

/** Seconds for which a provider is left alone after so many calls in a row without an answer: 15, 30, … at most 300. */
export const rest = (failures: number): number =>
  failures < BREAKS_AFTER ? 0 : Math.min(300, 15 * 2 ** (failures - BREAKS_AFTER));

/** Campaigns of one organization that are sent beside each other: so no organization takes the others' turns. */
export const CAMPAIGNS_AT_ONCE = 2;

/** How late whoever sends a campaign may be, in seconds, before the watchdog wakes it. */
export const LATE = 60;
/** Seconds after which even the watchdog is late: it comes each minute, and what it wakes needs a moment. */
export const LATEST = 3 * LATE;
