import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { log } from "@/lib/clients/log";
import type { Cx } from "@/lib/http/cx";
import { runAsJob } from "@/lib/http/job";
import { audit, emit } from "@/lib/http/record";
import { campaignStalled } from "../../events";
import { CAMPAIGNS_AT_ONCE, LATE } from "../policy";

const NAME = "watch-campaigns";

type Stalled = { id: string; organizationId: string; projectId: string; waiting: number };

/**
 * Finds campaigns of which something is still to leave, and that nobody has touched since they were to be looked at
 * again (`wakes_at`): due and not begun, approved and not picked up, with batches that nobody brings to their end.
 * Wakes each of them, and says so in the log and in the audit log. One that only waits for its organization's others
 * is left in the queue.
 *
 * @returns how many were woken
 */
export async function wakeStalledCampaigns(): Promise<number> {
  const stalled = await asSystem("campaigns of every organization are watched", (tx) =>
    tx.execute<Stalled>(sql`
      with open as (
        select c.id, c.organization_id, c.project_id, c.started_at,
               coalesce(c.wakes_at, greatest(c.scheduled_at, c.updated_at)) + ${LATE} * interval '1 second' < now() as late
          from messaging_campaigns c
         where c.deleted_at is null and c.sender = 'provider'
           and (c.status in ('approved', 'scheduled', 'sending')
                or c.status in ('paused', 'cancelled') and exists (
                  select from message_batches b where b.campaign_id = c.id and b.status in ('frozen', 'sending')
                     and greatest(b.updated_at, b.claimed_until, b.not_before) + ${LATE} * interval '1 second' < now()))
      )
      select o.id, o.organization_id as "organizationId", o.project_id as "projectId",
             (select count(*)::int from message_jobs j where j.campaign_id = o.id and j.status in ('queued', 'sending')) as waiting
        from open o
       where o.late and (o.started_at is not null or (
               select count(*) from open other where other.organization_id = o.organization_id
                  and other.started_at is not null and not other.late) < ${CAMPAIGNS_AT_ONCE})
       order by o.id limit 100`),
  );
  let woken = 0;
  for (const campaign of stalled) {
    woken += await runAsJob(NAME, campaign.organizationId, (cx) => wake(cx, campaign));
  }
  return woken;
}

/** One event at a time: while the jobs server is away, waiting ones must not pile up. */
async function wake(cx: Cx, { id, projectId, waiting }: Stalled): Promise<0 | 1> {
  const [told] = await cx.tx.execute(sql`
    select 1 from outbox where sent_at is null and name = ${campaignStalled} and data->>'campaignId' = ${id}`);
  if (told) return 0;
  await emit(cx, { name: campaignStalled, projectId, topic: "messages", data: { campaignId: id } });
  await audit(cx, "campaign.woken", { kind: "campaign", id, projectId }, { after: { waiting } });
  log.warn({ campaign: id, waiting }, "a campaign stood still and was woken");
  return 1;
}
