import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { take } from "@/lib/http/entitlement";
import { ensureInvites } from "@/lib/invites/mutations";
import { limitOf } from "../waterfall/policy";
import type { Recipient } from "../waterfall/queries";

/** Messages that one statement writes. */
const CHUNK = 5_000;

/**
 * Queues one message for each recipient with the household's link, and takes them of the plan. The database refuses a
 * second one to a guest or an address in the same run by the same channel.
 *
 * @returns how many were queued
 * @throws AppError limit_reached, with nothing written
 */
export async function queueMessages(
  cx: Cx,
  {
    id,
    projectId,
    run,
    isCounted = true,
  }: { id: string; projectId: string; run: number; isCounted?: boolean },
  people: readonly Recipient[],
): Promise<number> {
  for (const limit of isCounted ? (["emailsPerMonth", "smsPerMonth"] as const) : []) {
    await take(cx, limit, people.filter(({ channel }) => limitOf(channel) === limit).length);
  }
  const groupIds = [...new Set(people.map(({ groupId }) => groupId))];
  const invites = new Map(
    (await ensureInvites(cx, projectId, { groupIds })).map(({ groupId, inviteId }) => [groupId, inviteId]),
  );
  let queued = 0;
  for (let from = 0; from < people.length; from += CHUNK) {
    const rows = people.slice(from, from + CHUNK).map(({ guestId, groupId, address, channel }) => ({
      id: uuidv7(),
      guest_id: guestId,
      invite_id: invites.get(groupId) ?? null,
      address,
      channel,
    }));
    const [written] = await cx.tx.execute<{ n: number }>(sql`
      with written as (
        insert into message_jobs (id, organization_id, campaign_id, run, guest_id, invite_id, channel, address)
        select r.id, ${organizationOf(cx)}, ${id}, ${run}, r.guest_id, r.invite_id, r.channel, r.address
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
               as r (id uuid, guest_id uuid, invite_id uuid, channel text, address text)
        on conflict do nothing returning 1
      )
      select count(*)::int as n from written`);
    queued += written!.n;
  }
  return queued;
}
