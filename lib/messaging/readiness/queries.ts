import { siteOrigin } from "@/lib/clients/env";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { notFound } from "@/lib/http/problem";
import { factsOf } from "@/lib/sites/queries";
import type { Exclusion } from "../audience/contract";
import { tally } from "../audience/queries";
import type { Trigger } from "../automation/contract";
import { nextRun } from "../automation/policy";
import { datesOf } from "../automation/queries";
import { siteOf } from "../letter/queries";
import { mailWords } from "../mail/words";
import { campaignOf } from "../queries";
import { standingOf, tierOf } from "../standing/queries";
import type { FallbackStep } from "../waterfall/contract";
import { firstAtAddress, mayTakeOver, stepsOf, withWordsOf } from "../waterfall/policy";
import { type Judged, judgedFor, type Recipient, stoppedAmong } from "../waterfall/queries";
import type { getReadiness as readinessContract } from "./contract";
import { haltCheck, ofWords, tierCheck } from "./policy";
import { examineWords } from "./words/queries";

type Campaign = Awaited<ReturnType<typeof campaignOf>>;

/** What still stands in the way of a campaign of the project. */
export async function getReadiness(
  cx: Cx,
  { params, query }: Input<typeof readinessContract>,
): Promise<Returned<typeof readinessContract>> {
  const campaign = await campaignOf(cx.tx, query.campaignId);
  if (campaign.projectId !== params.id) throw notFound();
  const { ready, checks, audience, parts, cost, steps } = await examine(cx, campaign);
  return { ready, checks, audience, parts, cost, steps };
}

/**
 * Holds a campaign against everything a message needs, and what follows by other channels too; hands back the words
 * it was examined as, by channel, and whom it reaches at once by which.
 */
export async function examine(cx: Cx, campaign: Campaign) {
  const facts = await factsOf(cx, campaign.projectId);
  const site = await siteOf(cx.tx, campaign);
  const people = await judgedFor(cx, campaign, campaign);
  const reached: Recipient[] = people
    .filter(({ reason }) => reason === null)
    .map((one) => ({ ...one, channel: campaign.channel }));
  const following: { step: FallbackStep; people: Judged[] }[] = [];
  for (const step of stepsOf(campaign)) {
    following.push({ step, people: await judgedFor(cx, campaign, step) });
  }
  const stopped =
    following.length === 0
      ? null
      : await stoppedAmong(
          cx,
          people.map(({ guestId }) => guestId),
        );
  for (const { step, people: others } of following) {
    const open = new Map(
      people
        .filter(({ reason, guestId }) => mayTakeOver(reason) && !stopped!.has(guestId))
        .map((person) => [person.guestId, person]),
    );
    for (const other of firstAtAddress(others.filter(({ guestId }) => open.has(guestId)))) {
      reached.push({ ...other, channel: step.channel });
      open.get(other.guestId)!.reason = null;
    }
  }
  const counts = new Map<Exclusion | null, number>();
  for (const { reason } of people) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const audience = tally(counts);
  const trigger = campaign.trigger as Trigger | null;
  const first = trigger && nextRun(trigger, await datesOf(cx, campaign), cx.now);
  const about = { facts, site, audience, first };
  const own = await examineWords(cx, campaign, {
    ...about,
    reached: reached.filter(({ channel }) => channel === campaign.channel),
  });
  const steps = [];
  for (const { step, people: others } of following) {
    const able = others.filter(({ reason, guestId }) => reason === null && !stopped!.has(guestId));
    const words = withWordsOf(campaign, step);
    steps.push({
      ...step,
      ...(await examineWords(cx, words, { ...about, reached: able })),
      able: able.length,
    });
  }
  // A check of a step says which: its sentence stands among the campaign's own.
  const say = mailWords("en");
  const words = [campaign, ...stepsOf(campaign)].flatMap(({ body, templateVariables }) => [
    body,
    ...Object.values(templateVariables as Record<string, string>),
  ]);
  const asked = await tierOf(cx, campaign.id, words, site && new URL(siteOrigin(site)).host, reached.length);
  const halted = (await standingOf(cx))?.haltedReason ?? null;
  const checks = [
    ...(halted ? [haltCheck(halted, say)] : []),
    ...(asked ? [tierCheck(asked, say)] : []),
    ...own.checks.map((check) => ({ ...check, step: 0 })),
    ...steps.flatMap(({ checks, channel }, at) =>
      checks
        .filter(({ key }) => ofWords.has(key))
        .map((check) => ({
          ...check,
          step: at + 1,
          message: say(`readiness.step.${channel}`, { message: check.message }),
        })),
    ),
  ];
  const costs = [own, ...steps].map(({ cost }) => cost).filter((cost) => cost !== null);
  return {
    ready: checks.every(({ status }) => status !== "fail"),
    checks,
    audience,
    asked,
    firstRun: first instanceof Date ? first : null,
    compiled: own.compiled,
    compiledFallback: Object.fromEntries(steps.map(({ channel, compiled }) => [channel, compiled])),
    reached,
    parts: own.parts,
    cost:
      costs.length === 0
        ? null
        : { amount: costs.reduce((sum, { amount }) => sum + amount, 0), currency: costs[0]!.currency },
    steps: steps.map(({ channel, afterHours, able, cost }) => ({ channel, afterHours, total: able, cost })),
  };
}
