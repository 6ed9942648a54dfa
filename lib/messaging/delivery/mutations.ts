import { eq, sql } from "drizzle-orm";
import { messagingCampaigns as campaigns } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import { runAsJob } from "@/lib/http/job";
import { emit } from "@/lib/http/record";
import { beginAgain, beginRun, planNext } from "../automation/mutations";
import { type CampaignToSend, campaignContinued, campaignSent } from "../events";
import { mailWords } from "../mail/words";
import { cancelQueued, record } from "../mutations";
import { followUp } from "../waterfall/mutations";
import { freezeBatches, thaw } from "./freezing/mutations";
import { type Carrier, STALE_SECONDS } from "./policy";
import { carrierFor, channelsOf } from "./queries";
import { sendBatches } from "./sending/mutations";

const NAME = "send-campaign";

type Campaign = typeof campaigns.$inferSelect;

/** How a campaign stands after a step. */
export type Standing = {
  /** Nothing is left that could still leave. */
  done: boolean;
  /** Seconds until there is something to do: all that is open is held or waits, or the campaign's time has not come. */
  waitSeconds: number;
};

/**
 * One round: sends what is frozen and freezes what comes next beside it, so that the provider's limit is used while
 * the database works; then looks at what is left. Channels are sent beside each other, each by its carrier.
 */
export async function deliverRound(given: CampaignToSend, ...carriers: Carrier[]): Promise<Standing> {
  const { organizationId, campaignId } = given;
  await runAsJob(NAME, organizationId, (cx) => promise(cx, campaignId, ROUND_SECONDS));
  await Promise.all(
    carriers.map((carrier) =>
      sendBatches(given, carrier, {
        refill: () => runAsJob(NAME, organizationId, (cx) => freezeBatches(cx, campaignId, carrier)),
      }),
    ),
  );
  return runAsJob(NAME, organizationId, (cx) => conclude(cx, campaignId));
}

/** Seconds until somebody looks whether a channel was set up meanwhile. */
const UNSET_SECONDS = 300;
/** The same where another channel is sent beside it. */
const MIXED_SECONDS = 10;

/** One round of a campaign by the carriers of its channels; where one is not set up it waits, and says so. */
export async function deliverCampaign(given: CampaignToSend): Promise<Standing> {
  const { organizationId, campaignId } = given;
  const channels = await runAsJob(NAME, organizationId, (cx) => channelsOf(cx, campaignId));
  if (channels === "gone") return { done: true, waitSeconds: 0 };
  const carriers = channels.map(carrierFor).filter((carrier) => carrier !== null);
  const standing = carriers.length > 0 ? await deliverRound(given, ...carriers) : null;
  if (standing && (carriers.length === channels.length || standing.done)) return standing;
  return runAsJob(NAME, organizationId, async (cx) => {
    const lastError = mailWords("en")("readiness.carrier.fail");
    await cx.tx.update(campaigns).set({ lastError }).where(eq(campaigns.id, campaignId));
    // The other channels go on at their pace; a round in which they had something to do lasts its time by itself.
    return wait(cx, campaignId, standing ? Math.max(MIXED_SECONDS, standing.waitSeconds) : UNSET_SECONDS);
  });
}

/** Seconds that a round may take: whoever is longer silent is dead. */
const ROUND_SECONDS = 60;

/** Promises that somebody looks at a campaign again by then; the watchdog takes them at their word. */
const promise = (cx: Cx, campaignId: string, seconds: number) =>
  cx.tx.execute(sql`
    update messaging_campaigns set wakes_at = now() + ${seconds} * interval '1 second' where id = ${campaignId}`);

/** Ends a campaign of which nothing is left to send; otherwise says when there is something to do. */
async function conclude(cx: Cx, campaignId: string): Promise<Standing> {
  const [campaign] = await cx.tx.select().from(campaigns).where(eq(campaigns.id, campaignId)).for("update");
  if (!campaign) return { done: true, waitSeconds: 0 };
  // The process is ending, and began nothing.
  if (campaign.status === "approved") return wait(cx, campaignId, 0);
  if (campaign.status === "scheduled" && campaign.trigger) {
    return (await beginRun(cx, campaign)) ? wait(cx, campaignId, 0) : { done: true, waitSeconds: 0 };
  }
  if (campaign.status === "scheduled") {
    const left = campaign.scheduledAt!.getTime() - cx.now.getTime();
    return wait(cx, campaignId, Math.max(1, Math.ceil(left / 1_000)));
  }
  // What nobody began goes back into the queue: at once where it may not leave now, else when it has become old.
  if (campaign.status !== "cancelled") {
    await thaw(cx, campaignId, campaign.status === "sending" ? STALE_SECONDS : 0);
  } else await cancelQueued(cx, campaignId);
  const seconds = await nextMove(cx, campaign);
  if (seconds !== null) return wait(cx, campaignId, seconds);
  if (campaign.status === "sending") {
    const follows = await followUp(cx, campaign);
    if (follows === "held") return { done: true, waitSeconds: 0 };
    if (follows !== null) return wait(cx, campaignId, follows);
    // Between its runs nobody waits for an automation: it is begun when its time has come.
    if (!campaign.trigger || !(await planNext(cx, campaign))) await finish(cx, campaign);
    else if (await beginAgain(cx, campaignId)) return wait(cx, campaignId, 0);
  }
  return { done: true, waitSeconds: 0 };
}

async function wait(cx: Cx, campaignId: string, seconds: number): Promise<Standing> {
  await promise(cx, campaignId, seconds > 0 ? seconds : ROUND_SECONDS);
  return { done: false, waitSeconds: seconds };
}

/** Seconds until something of a campaign can be sent; null when nothing is left that could. */
async function nextMove(cx: Cx, { id, run, status, nextBatchAt }: Campaign): Promise<number | null> {
  type Left = { free: boolean; opens: number | null; open: number; held: boolean; turn: number | null };
  const [left] = await cx.tx.execute<Left>(sql`
    with queue as (
      select min(coalesce(not_before, now())) as opens from message_jobs j
       where j.campaign_id = ${id} and j.run = ${run} and j.status = 'queued' and j.batch_id is null
    )
    select coalesce(q.opens <= now(), false) as free, extract(epoch from q.opens - now())::float8 as opens,
           count(b.id)::int as open,
           coalesce(bool_or(b.not_before > now() and b.first_attempt_at is null), false) as held,
           extract(epoch from min(greatest(b.claimed_until, b.not_before, now())) - now())::float8 as turn
      from queue q left join message_batches b on b.campaign_id = ${id} and b.status in ('frozen', 'sending')
     group by q.opens`);
  const { free, opens, open, held, turn } = left!;
  const slowed = nextBatchAt ? Math.max(0, (nextBatchAt.getTime() - cx.now.getTime()) / 1_000) : 0;
  const moves = [
    ...(open > 0 ? [Math.max(turn!, status === "sending" ? slowed : 0)] : []),
    // Batches that the provider keeps waiting say when; freezing more would not make it faster.
    ...(status === "sending" && opens !== null && !held ? [Math.max(free ? 0 : opens, slowed)] : []),
  ];
  return moves.length === 0 ? null : Math.ceil(Math.min(...moves));
}

/** Ends a campaign of which nothing is left. */
export async function finish(cx: Cx, campaign: Campaign): Promise<void> {
  const { id: campaignId, projectId } = campaign;
  await cx.tx
    .update(campaigns)
    .set({
      status: "sent",
      finishedAt: cx.now,
      lastError: null,
      version: sql`${campaigns.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(campaigns.id, campaignId));
  await record(cx, "campaign.sent", campaign, { before: { status: "sending" }, after: { status: "sent" } });
  await emit(cx, { name: campaignSent, projectId, data: { campaignId } });
}

/** Hands a large campaign to a fresh run: one run of a function has only so many steps. */
export async function continueLater(cx: Cx, campaignId: string): Promise<void> {
  await emit(cx, { name: campaignContinued, data: { campaignId } });
}
