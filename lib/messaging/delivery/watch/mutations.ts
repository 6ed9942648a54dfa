import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { log } from "@/lib/clients/log";
import type { Cx } from "@/lib/http/cx";
import { runAsJob } from "@/lib/http/job";
import { audit, emit } from "@/lib/http/record";
import { campaignStalled } from "../../events";

const NAME = "watch-campaigns";
/** How long a campaign may stand still before somebody looks, in seconds. */
const STILL = 60;

type Stalled = { id: string; organizationId: string; projectId: string };

/** When a batch was last touched, or will be free. */
const stirs = sql`greatest(b.updated_at, b.claimed_until, b.not_before)`;

/**
 * Finds campaigns that should be moving and are not: due and not begun, approved and not picked up, with messages
 * that nobody sends. Wakes each of them, and says so in the log and in the audit log.
 *
 * @returns how many were woken
 */
export async function wakeStalledCampaigns(): Promise<number> {
  const stalled = await asSystem("campaigns of every organization are watched", (tx) =>
    tx.execute<Stalled>(sql`
      select c.id, c.organization_id as "organizationId", c.project_id as "projectId"
        from messaging_campaigns c
       where c.deleted_at is null and c.status in ('approved', 'scheduled', 'sending')
         and coalesce(c.scheduled_at, c.updated_at) < now() - interval '5 seconds'
         and c.updated_at < now() - ${STILL} * interval '1 second'
         and not exists (select from message_batches b where b.campaign_id = c.id
                            and b.status <> 'cancelled' and ${stirs} > now() - ${STILL} * interval '1 second')
      union
      select c.id, c.organization_id, c.project_id
        from message_batches b join messaging_campaigns c on c.id = b.campaign_id
       where c.deleted_at is null and c.status = 'cancelled' and b.status in ('frozen', 'sending')
         and ${stirs} < now() - ${STILL} * interval '1 second'
       limit 100`),
  );
  let woken = 0;
  for (const campaign of stalled) {
    woken += await runAsJob(NAME, campaign.organizationId, (cx) => wake(cx, campaign));
  }
  return woken;
}

/** One event at a time: while the jobs server is away, waiting ones must not pile up. */
async function wake(cx: Cx, { id, projectId }: Stalled): Promise<0 | 1> {
  const [waiting] = await cx.tx.execute(sql`
    select 1 from outbox where sent_at is null and name = ${campaignStalled} and data->>'campaignId' = ${id}`);
  if (waiting) return 0;
  await emit(cx, { name: campaignStalled, projectId, topic: "messages", data: { campaignId: id } });
  await audit(cx, "campaign.resumed", { kind: "campaign", id, projectId });
  log.warn({ campaign: id }, "a campaign stood still and was woken");
  return 1;
}
