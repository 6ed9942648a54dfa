import { type SQL, sql } from "drizzle-orm";
import { readSystem } from "@/db/client";
import { CAMPAIGNS_AT_ONCE, LATE, LATEST } from "../policy";

/** Messages of one campaign that nothing moves, and why. */
export type Stranded = { campaignId: string; reason: string; messages: number };

/**
 * The promise of delivery as one statement: every message that is queued or being sent belongs to a campaign that
 * somebody looks at again (`wakes_at`, or the watchdog soon after), that a person paused, or that waits for its
 * organization's others, or that its hosts send themselves; and one that is being sent lies in a batch that is open.
 * Rows are broken promises.
 */
export const stranded: SQL = sql`
  with campaign as (
    select c.*, coalesce(c.wakes_at, greatest(c.scheduled_at, c.updated_at)) as looked_at
      from messaging_campaigns c
  ), told as (
    select j.campaign_id, case
      when c.deleted_at is not null then 'the campaign was deleted'
      when j.status = 'queued' and j.run <> c.run then 'of an earlier run'
      when j.status = 'queued' and j.batch_id is not null then 'queued in a batch'
      when j.status = 'queued' and c.status not in ('approved', 'scheduled', 'sending', 'paused') then 'the campaign is over'
      when j.status = 'sending' and coalesce(b.status not in ('frozen', 'sending'), true) then 'its batch is closed'
      when j.status = 'sending' and c.status not in ('sending', 'paused', 'cancelled') then 'the campaign is over'
      when c.sender = 'host' and j.status = 'sending' then 'in a batch of a campaign that hosts send'
      when c.sender = 'provider' and c.status in ('approved', 'scheduled', 'sending') and c.looked_at + ${LATEST} * interval '1 second' < now()
           and (c.started_at is not null or (
             select count(*) from campaign other where other.organization_id = c.organization_id and other.deleted_at is null
                and other.status in ('approved', 'scheduled', 'sending') and other.started_at is not null
                and other.looked_at + ${LATE} * interval '1 second' >= now()) < ${CAMPAIGNS_AT_ONCE})
        then 'nobody looked in time'
      when c.status in ('paused', 'cancelled') and j.status = 'sending'
           and greatest(b.updated_at, b.claimed_until, b.not_before) + ${LATEST} * interval '1 second' < now()
        then 'nobody brings its batch to an end'
    end as reason
      from message_jobs j
      join campaign c on c.id = j.campaign_id
      left join message_batches b on b.id = j.batch_id
     where j.status in ('queued', 'sending')
  )
  select campaign_id as "campaignId", reason, count(*)::int as messages from told
   where reason is not null group by 1, 2 order by 1, 2`;

/** Messages that are queued or being sent with nothing that will move them; empty on a sound installation. */
export const findStranded = (): Promise<Stranded[]> =>
  readSystem("the promise of delivery holds for every organization", async (tx) => [
    ...(await tx.execute<Stranded>(stranded)),
  ]);
