import type { messagingCampaigns } from "@/db/schema";
import type { Exclusion } from "../audience/contract";
import type { Channel } from "../audience/policy";
import type { Trigger } from "../automation/contract";
import type { CompiledMail } from "../mail/parts";
import type { FallbackStep } from "./contract";

/** Rules of what follows by another channel. A channel comes once in a campaign, so it names the step. */

/** Why a message that waits is not sent: somebody of the household answered meanwhile. */
export const ANSWERED = "answered";

/**
 * Why the channel before did not reach a guest whom the next may write to. Whoever unsubscribed said so to the hosts,
 * not to a channel; and whoever shares an address was reached at it.
 */
const unreachable: ReadonlySet<Exclusion> = new Set([
  "no_address",
  "invalid_address",
  "suppressed",
  "us_marketing",
]);
export const mayTakeOver = (reason: Exclusion | null): boolean => reason !== null && unreachable.has(reason);

/** Of people whom a channel reaches: the first at each address. The others share it, and read it there. */
export function firstAtAddress<T extends { reason: Exclusion | null; address: string }>(
  people: readonly T[],
): T[] {
  const seen = new Set<string>();
  return people.filter(({ reason, address }) => {
    if ((reason !== null && reason !== "duplicate_address") || seen.has(address)) return false;
    seen.add(address);
    return true;
  });
}

type Row = Pick<
  typeof messagingCampaigns.$inferSelect,
  "channel" | "compiled" | "compiledFallback" | "fallback" | "step" | "trigger"
>;

/** What follows, in its order. */
export const stepsOf = ({ fallback }: Pick<Row, "fallback">) => fallback as FallbackStep[];

/** The compiled words of a channel, as they were when the campaign was approved. */
export const compiledFor = (campaign: Row, channel: Channel): CompiledMail =>
  channel === campaign.channel
    ? (campaign.compiled as CompiledMail)
    : (campaign.compiledFallback as Record<Channel, CompiledMail>)[channel];

/** Whether what is being sent asks those again who did not answer: then an answer stops it. */
export const asksAgain = ({ step, trigger }: Pick<Row, "step" | "trigger">): boolean =>
  step > 0 || (trigger as Trigger | null)?.kind === "not_answered";

const HOUR = 3_600_000;

/** When a step begins whose predecessor is over now. Hours, not days: a day on which clocks change is no other. */
export const beginsAt = ({ afterHours }: Pick<FallbackStep, "afterHours">, now: Date): Date =>
  new Date(now.getTime() + afterHours * HOUR);

/** What a channel's messages are taken of. */
export const limitOf = (channel: Channel) => (channel === "email" ? "emailsPerMonth" : "smsPerMonth");

/** A campaign with the words of one of its steps in the place of its own. */
export const withWordsOf = <T extends { subject: string | null }>(
  campaign: T,
  { channel, subject, body, templateId, templateVariables }: FallbackStep,
) => ({ ...campaign, channel, subject: subject ?? campaign.subject, body, templateId, templateVariables });
