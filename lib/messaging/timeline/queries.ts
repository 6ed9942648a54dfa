import { sql } from "drizzle-orm";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { UNKNOWN } from "../webhooks/policy";
import type { listTimeline as contract } from "./contract";

type Entry = Returned<typeof contract>["data"][number] & { position: string[]; total: number };

/**
 * A page of what happened to one guest. Each source is read by the guest's own index; an entry's id is made of its
 * row's and its kind (RFC 9562, version 8), so that it is the same whenever it is asked for.
 */
export async function listTimeline(
  cx: Cx,
  { params, query }: Input<typeof contract>,
): Promise<Returned<typeof contract>> {
  const sort = query.sort ?? "-at";
  const order = keyset(
    sort,
    query.cursor,
    { at: [{ expression: sql`t.at`, cast: "timestamptz" }] },
    sql`t.id`,
  );
  const rows = await cx.tx.execute<Entry>(sql`
    with g as (
      select id, group_id from guests where id = ${params.id}
    ), j as materialized (
      select j.*, c.name as campaign_name from message_jobs j
        join messaging_campaigns c on c.id = j.campaign_id where j.guest_id = ${params.id}
    ), i as materialized (
      select i.id from invites i join g on g.group_id = i.group_id where i.guest_id is null or i.guest_id = g.id
    ), told as (
      select j.id as row_id, m.at, m.kind, j.channel, j.campaign_id, j.campaign_name,
             case when m.kind = 'sent' then j.address when m.kind = j.status then j.last_error end as detail
        from j cross join lateral (values
          ('sent', j.sent_at), ('delivered', j.delivered_at), ('opened', j.opened_at),
          ('openedByMachine', j.machine_opened_at), ('clicked', j.clicked_at), ('unsubscribed', j.unsubscribed_at),
          (case when j.status = 'failed' and j.last_error = ${UNKNOWN} then 'unknown' else j.status end,
           case when j.status in ('bounced', 'complained', 'failed', 'suppressed', 'cancelled') then j.updated_at end)
        ) as m (kind, at) where m.at is not null
      union all
      select e.id, e.at, case e.type when 'answer.start' then 'started' else 'stopped' end, j.channel, null, null, j.address
        from j join message_events e on e.job_id = j.id and e.type in ('answer.stop', 'answer.start')
      union all
      select l.id, l.at, 'invitationOpened', null, null, null, null
        from i join invite_access_logs l on l.invite_id = i.id and l.action = 'opened' and not l.is_bot
      union all
      select r.id, r.at, case when r.number = 1 then 'answered' else 'answerChanged' end, null, null, null, r.source
        from i join rsvp_submissions s on s.invite_id = i.id join rsvp_revisions r on r.submission_id = s.id
      union all
      select c.id, m.at, m.kind, c.channel, null, null, case when m.kind = 'consentGiven' then coalesce(c.note, c.source) end
        from guest_consents c
        cross join lateral (values ('consentGiven', c.given_at), ('consentWithdrawn', c.withdrawn_at)) as m (kind, at)
       where c.guest_id = ${params.id} and m.at is not null
    ), t as materialized (
      select overlay(overlay(md5(row_id::text || kind) placing '8' from 13) placing '8' from 17)::uuid as id, at, kind, channel, campaign_id, campaign_name, detail from told
    )
    select t.id, t.at, t.kind, t.channel, t.campaign_id as "campaignId", t.campaign_name as "campaignName", t.detail,
           ${order.position} as position, (select count(*)::int from t) as total
      from t where ${order.after} order by ${order.orderBy} limit ${query.limit + 1}`);
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  return {
    data: data.map((row) => ({ ...row, at: new Date(row.at as unknown as string).toISOString() })),
    nextCursor,
    total: rows[0]?.total ?? 0,
  };
}
