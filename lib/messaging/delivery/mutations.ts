import { eq, sql } from "drizzle-orm";
import { messagingCampaigns as campaigns } from "@/db/schema";
import type { MailProvider } from "@/lib/clients/email/mail";
import type { Cx } from "@/lib/http/cx";
import { runAsJob } from "@/lib/http/job";
import { emit } from "@/lib/http/record";
import { type CampaignToSend, campaignContinued, campaignSent } from "../events";
import { record } from "../mutations";
import { freezeBatches } from "./freezing/mutations";
import { sendBatches } from "./sending/mutations";

const NAME = "send-campaign";

/** How a campaign stands after a step. */
export type Standing = {
  /** Nothing is left that could still leave. */
  done: boolean;
  /** Seconds until there is something to do: all that is open is held or waits, or the campaign's time has not come. */
  waitSeconds: number;
};

/**
 * One round: sends what is frozen and freezes what comes next beside it, so that the provider's limit is used while
 * the database works; then looks at what is left.
 */
export async function deliverRound(given: CampaignToSend, provider: MailProvider): Promise<Standing> {
  const { organizationId, campaignId } = given;
  await sendBatches(given, provider, {
    refill: () => runAsJob(NAME, organizationId, (cx) => freezeBatches(cx, campaignId, provider)),
  });
  return runAsJob(NAME, organizationId, (cx) => conclude(cx, campaignId));
}

/** Ends a campaign of which nothing is left to send; otherwise says when there is something to do. */
async function conclude(cx: Cx, campaignId: string): Promise<Standing> {
  const [campaign] = await cx.tx.select().from(campaigns).where(eq(campaigns.id, campaignId)).for("update");
  if (!campaign) return { done: true, waitSeconds: 0 };
  if (campaign.status === "scheduled") {
    const left = campaign.scheduledAt!.getTime() - cx.now.getTime();
    return { done: false, waitSeconds: Math.max(1, Math.ceil(left / 1_000)) };
  }
  const [left] = await cx.tx.execute<{ queued: boolean; open: number; wait: number | null }>(sql`
    select exists (select from message_jobs j where j.campaign_id = ${campaignId} and j.run = ${campaign.run}
                      and j.status = 'queued' and j.batch_id is null) as queued,
           count(*)::int as open,
           extract(epoch from min(greatest(claimed_until, not_before, now())) - now())::float8 as wait
      from message_batches where campaign_id = ${campaignId} and status in ('frozen', 'sending')`);
  const { queued, open, wait } = left!;
  const hasMore = queued && campaign.status === "sending";
  if (hasMore || open > 0) return { done: false, waitSeconds: hasMore ? 0 : Math.ceil(wait ?? 0) };
  if (campaign.status === "sending") {
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
    await emit(cx, { name: campaignSent, projectId: campaign.projectId, data: { campaignId } });
  }
  return { done: true, waitSeconds: 0 };
}

/** Hands a large campaign to a fresh run: one run of a function has only so many steps. */
export async function continueLater(cx: Cx, campaignId: string): Promise<void> {
  await emit(cx, { name: campaignContinued, data: { campaignId } });
}
