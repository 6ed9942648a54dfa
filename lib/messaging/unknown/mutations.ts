import { eq, sql } from "drizzle-orm";
import { messagingCampaigns as campaigns } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { emit } from "@/lib/http/record";
import { uuids } from "../audience/queries";
import { campaignContinued } from "../events";
import { lockCampaign, record } from "../mutations";
import { UNKNOWN } from "../webhooks/policy";
import type { decideUnknown as contract } from "./contract";

/**
 * Counts messages of unknown outcome as sent, or puts them back into the queue. They are decided about once: of two
 * people who do so at a time the second is told. A provider's late word moves either of them on as any event does,
 * and what it says was delivered meanwhile is not sent again.
 */
export async function decideUnknown(
  cx: Cx,
  { params, body }: Input<typeof contract>,
): Promise<Returned<typeof contract>> {
  const campaign = await lockCampaign(cx, params.id);
  const { decision, jobIds } = body;
  if (decision === "again" && (campaign.status === "cancelled" || campaign.status === "failed")) {
    throw new AppError("conflict", {
      detail:
        "This campaign was stopped, so nothing of it is sent any more. The messages can be counted as sent.",
    });
  }
  const change =
    decision === "sent"
      ? sql`status = 'sent', last_error = null, sent_at = coalesce(j.sent_at, j.updated_at)`
      : sql`status = 'queued', last_error = null, batch_id = null, slots = null, not_before = null`;
  const [row] = await cx.tx.execute<{ decided: number }>(sql`
    with open as (
      select id from message_jobs
       where campaign_id = ${campaign.id} and status = 'failed' and last_error = ${UNKNOWN}
         and ${jobIds ? sql`id = any (${uuids(jobIds)})` : sql`true`} order by id for update
    ), changed as (
      update message_jobs j set ${change}, updated_at = now() from open o where j.id = o.id returning 1
    )
    select count(*)::int as decided from changed`);
  const { decided } = row!;
  if (decided === 0) {
    throw new AppError("conflict", {
      detail: "No message here waits for a decision. Somebody has decided, or the provider has told.",
    });
  }
  await record(cx, "campaign.unknown_decided", campaign, { after: { decision, messages: decided } });
  if (decision === "again") await goOn(cx, campaign);
  return { decided };
}

/** A campaign that had ended is on its way again; a paused one waits, and one on its way sees the queue itself. */
async function goOn(
  cx: Cx,
  { id, projectId, status }: Awaited<ReturnType<typeof lockCampaign>>,
): Promise<void> {
  if (status === "paused") return;
  await cx.tx
    .update(campaigns)
    .set({
      ...{ status: "sending", finishedAt: null, wakesAt: cx.now, updatedAt: cx.now },
      version: sql`${campaigns.version} + 1`,
    })
    .where(eq(campaigns.id, id));
  await emit(cx, { name: campaignContinued, projectId, data: { campaignId: id } });
}
