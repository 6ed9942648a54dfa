import { eq, type SQL, sql } from "drizzle-orm";
import { messageJobs } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import { countMost } from "@/lib/http/list";
import { UNKNOWN } from "../webhooks/policy";
import type {
  listMessageJobs as jobsContract,
  messageJob,
  getCampaignStats as statsContract,
} from "./contract";

type Stats = Returned<typeof statsContract>;
type Figures = Omit<Stats, "byChannel" | "byRun">;

const BY_MACHINE = sql`(j.machine_opened_at is not null and j.opened_at is null and j.clicked_at is null)`;
const IS_UNKNOWN = sql`(j.status = 'failed' and j.last_error is not distinct from ${UNKNOWN})`;

/**
 * The messages that an answer followed, as a statement of ids. A guest's answer, the newest that they gave themselves,
 * is ascribed to the last touch: the last message of any campaign that had reached them by then. What left and did not
 * come back has reached them, where nobody reports a delivery.
 */
const followed = (campaignId: string): SQL => sql`
  select distinct on (m.guest_id) m.id
    from (select e.guest_id, max(e.answered_at) as at from guest_events e
           where e.source = 'guest' and e.guest_id in (select guest_id from message_jobs where campaign_id = ${campaignId})
           group by e.guest_id) a
    join message_jobs m on m.guest_id = a.guest_id
   where m.status in ('sent', 'delivered', 'complained') and coalesce(m.delivered_at, m.sent_at) <= a.at
   order by m.guest_id, coalesce(m.delivered_at, m.sent_at) desc, m.id desc`;

/** How many messages are in which state, of each channel and run too, counted by one statement; an answer counts once. */
export async function getCampaignStats(cx: Cx, { params }: Input<typeof statsContract>): Promise<Stats> {
  const state = (status: string) =>
    sql`count(*) filter (where j.status = ${status})::int as ${sql.identifier(status)}`;
  const states = ["sent", "delivered", "bounced", "complained", "failed", "suppressed", "cancelled"].map(
    state,
  );
  const rows = await cx.tx.execute<Figures & { channel: "email" | null; run: number | null }>(sql`
    select j.channel, j.run, count(*)::int as total,
           count(*) filter (where j.status in ('queued', 'sending'))::int as queued,
           ${sql.join(states, sql`, `)},
           count(j.opened_at)::int as opened, count(j.clicked_at)::int as clicked,
           count(j.unsubscribed_at)::int as unsubscribed,
           count(*) filter (where ${IS_UNKNOWN})::int as unknown,
           count(*) filter (where ${BY_MACHINE})::int as "openedByMachine",
           count(f.id)::int as answered
      from message_jobs j left join (${followed(params.id)}) f on f.id = j.id
     where j.campaign_id = ${params.id}
     group by grouping sets ((), (j.channel), (j.run)) order by j.run, j.channel`);
  const of = (row: (typeof rows)[number]): Figures => {
    const { channel: _c, run: _r, ...figures } = row;
    return figures;
  };
  return {
    ...of(rows.find(({ channel, run }) => channel === null && run === null)!),
    byChannel: rows.flatMap((row) => (row.channel === null ? [] : [{ channel: row.channel, ...of(row) }])),
    byRun: rows.flatMap((row) => (row.run === null ? [] : [{ run: row.run, ...of(row) }])),
  };
}

/** A page of a campaign's messages with their guests. */
export async function listMessageJobs(
  cx: Cx,
  { params, query }: Input<typeof jobsContract>,
): Promise<Returned<typeof jobsContract>> {
  const sort = query.sort ?? "createdAt";
  const order = keyset(
    sort,
    query.cursor,
    {
      // Ids of version 7 sort by the time they were made.
      createdAt: [],
      name: [
        { expression: sql`lower(g.last_name)`, cast: "text" },
        { expression: sql`lower(g.first_name)`, cast: "text" },
      ],
    },
    sql`j.id`,
  );
  const has = (column: string, wanted: boolean | undefined) =>
    wanted === undefined ? sql`true` : sql`(j.${sql.identifier(column)} is not null) = ${wanted}`;
  const is = (fact: SQL, wanted: boolean | undefined) =>
    wanted === undefined ? sql`true` : sql`${fact} = ${wanted}`;
  const matches = sql`j.campaign_id = ${params.id}
    and ${query.status ? sql`j.status = ${query.status}` : sql`true`}
    and ${has("opened_at", query.opened)} and ${has("clicked_at", query.clicked)}
    and ${has("unsubscribed_at", query.unsubscribed)}
    and ${is(BY_MACHINE, query.openedByMachine)} and ${is(sql`(j.id in (${followed(params.id)}))`, query.answered)} and ${is(IS_UNKNOWN, query.unknown)}
    and ${query.channel ? sql`j.channel = ${query.channel}` : sql`true`}
    and ${query.run ? sql`j.run = ${query.run}` : sql`true`}
    and ${query.q ? sql`(j.address ilike ${likeText(query.q)} or g.first_name || ' ' || g.last_name ilike ${likeText(query.q)})` : sql`true`}`;
  // A guest who was deleted is hidden by the policy; the message that was sent to them stays.
  const from = sql`from message_jobs j left join guests g on g.id = j.guest_id where ${matches}`;
  type Item = Returned<typeof jobsContract>["data"][number] & { position: string[] };
  const rows = await cx.tx.execute<Item>(sql`
    select j.id, j.created_at as "createdAt", j.updated_at as "updatedAt", j.guest_id as "guestId",
           coalesce(btrim(g.first_name || ' ' || g.last_name), '') as "guestName", j.channel, j.run, j.address, j.status,
           j.attempts, j.last_error as "lastError", j.sent_at as "sentAt", j.delivered_at as "deliveredAt",
           j.opened_at as "openedAt", j.machine_opened_at as "machineOpenedAt", j.clicked_at as "clickedAt", j.unsubscribed_at as "unsubscribedAt",
           ${order.position} as position
      ${from} and ${order.after} order by ${order.orderBy} limit ${query.limit + 1}`);
  const { limit: _limit, cursor: _cursor, sort: _sort, ...filters } = query;
  const filtered = Object.values(filters).some((filter) => filter !== undefined && filter !== "");
  const counted = filtered
    ? await countMost(cx.tx, from)
    : { total: await cx.tx.$count(messageJobs, eq(messageJobs.campaignId, params.id)) };
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  return {
    data: data.map(asJob),
    nextCursor,
    ...counted,
  };
}

const moments = [
  "createdAt",
  "updatedAt",
  "sentAt",
  "deliveredAt",
  "openedAt",
  "machineOpenedAt",
  "clickedAt",
  "unsubscribedAt",
] as const;

/** A raw statement answers times as PostgreSQL writes them. */
function asJob<T extends (typeof messageJob)["_input"]>(row: T): T {
  const times = moments.map((name) => [
    name,
    row[name] === null ? null : new Date(row[name] as string).toISOString(),
  ]);
  return { ...row, ...Object.fromEntries(times) };
}
