import { type SQL, sql } from "drizzle-orm";
import { env } from "@/lib/clients/env";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import { MOST_COUNTED } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import { factsOf } from "@/lib/sites/queries";
import { addressees, compileCampaign, siteOf } from "../../letter/queries";
import { fieldsOfMail, fillMail } from "../../mail/parts";
import { valuesOf } from "../../mail/values";
import { campaignOf } from "../../queries";
import { segmentsOf } from "../../sms/policy";
import type { Audience, listAudienceGuests as listContract } from "../contract";
import { asksConsent, audienceOf, contactsOf, fits, recipients, sharers } from "../queries";

type Item = Returned<typeof listContract>["data"][number];
type Row = Omit<Item, "cost" | "channel"> & { position: string[]; total?: number };

/** A page of the guests whom an audience fits: who gets the message at which address, and who does not, why. */
export async function listAudienceGuests(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const { channel, reached, reason, q } = query;
  const sort = query.sort ?? "name";
  const isJudged = reached !== undefined || reason !== undefined;
  const { rows, total } = await (isJudged ? judgedPage : plainPage)(cx, params.id, { ...query, sort });
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  const costs = query.campaignId ? await costsOf(cx, params.id, query.campaignId, channel, data) : null;
  const isFiltered = isJudged || Boolean(q);
  return {
    data: data.map((row) => ({ ...row, channel, cost: (row.reason === null && costs?.get(row.id)) || null })),
    nextCursor,
    total: isFiltered ? Math.min(total, MOST_COUNTED) : total,
    ...(isFiltered && total >= MOST_COUNTED && { totalIsMinimum: true }),
  };
}

type Query = Input<typeof listContract>["query"] & { sort: string };
type Read = { rows: Row[]; total: number };

const orderOf = ({ sort, cursor }: Query) =>
  keyset(
    sort,
    cursor,
    {
      name: [{ expression: sql`g.search_name`, cast: "text" }],
      createdAt: [{ expression: sql`g.created_at`, cast: "timestamptz" }],
    },
    sql`g.id`,
  );

const columns = sql`g.id, g.search_name, g.created_at, btrim(g.first_name || ' ' || g.last_name) as "guestName"`;

const matching = (q: string | undefined, address: SQL): SQL =>
  q
    ? sql`(g.search_name like ${likeText(q.toLowerCase())} or ${address} like ${likeText(q.toLowerCase())})`
    : sql`true`;

/** A page by name or time: found by index, and only its guests, with those who share their addresses, are judged. */
async function plainPage(cx: Cx, projectId: string, query: Query): Promise<Read> {
  const { channel, q } = query;
  const audience = audienceOf(query);
  const order = orderOf(query);
  const { joins, address } = contactsOf(channel);
  const from = sql`from guests g ${q ? joins : sql``}
    where g.project_id = ${projectId} and ${fits(audience)} and ${matching(q, address)}`;
  const asks = await asksConsent(cx, projectId, channel);
  const judged = recipients(
    cx,
    projectId,
    audience,
    channel,
    asks,
    sharers(cx, channel, sql`select id from page`),
  );
  const [rows, [counted]] = await Promise.all([
    cx.tx.execute<Row>(sql`
      with page as materialized (
        select ${columns}, ${order.position} as position ${from} and ${order.after}
         order by ${order.orderBy} limit ${query.limit + 1}
      )
      select g.id, g."guestName", r.address, r.reason, g.position
        from page g join (${judged}) r on r.guest_id = g.id order by ${order.orderBy}`),
    cx.tx.execute<{ total: number }>(
      sql`select count(*)::int as total from (select ${from} ${q ? sql`limit ${MOST_COUNTED}` : sql``}) c`,
    ),
  ]);
  return { rows, total: counted!.total };
}

/** A page of those who get it, who do not, or whom one reason leaves out: everybody is judged for it, once. */
async function judgedPage(cx: Cx, projectId: string, query: Query): Promise<Read> {
  const { channel, reached, reason, q } = query;
  const order = orderOf(query);
  const asks = await asksConsent(cx, projectId, channel);
  const rows = await cx.tx.execute<Row>(sql`
    with found as materialized (
      select ${columns}, r.address, r.reason
        from (${recipients(cx, projectId, audienceOf(query), channel, asks)}) r join guests g on g.id = r.guest_id
       where ${reached === undefined ? sql`true` : sql`(r.reason is null) = ${reached}`}
         and ${reason ? sql`r.reason = ${reason}` : sql`true`} and ${matching(q, sql`r.address`)}
    )
    select g.id, g."guestName", g.address, g.reason, ${order.position} as position,
           (select count(*)::int from found) as total
      from found g where ${order.after} order by ${order.orderBy} limit ${query.limit + 1}`);
  return { rows, total: rows[0]?.total ?? 0 };
}

/** What a campaign's message to each of these guests costs; null where a message costs nothing, or nobody knows. */
async function costsOf(cx: Cx, projectId: string, campaignId: string, channel: string, rows: Row[]) {
  const campaign = await campaignOf(cx.tx, campaignId);
  if (campaign.projectId !== projectId) throw notFound();
  const price = env().TWILIO_SMS_PRICE ?? null;
  if (channel !== "sms" || campaign.channel !== "sms" || !price) return null;
  const facts = await factsOf(cx, projectId);
  const text = await compileCampaign(cx.tx, campaign, await siteOf(cx.tx, campaign), facts);
  const fields = fieldsOfMail(text).filter((field) => field !== "invite.url");
  const valuesFor = valuesOf(fields, facts, text.locale, (campaign.audience as Audience).eventId ?? null);
  const link = `${text.origin}/i/${"x".repeat(22)}`;
  const people = await addressees(
    cx.tx,
    rows.map(({ id }) => id),
    projectId,
  );
  const costOf = (words: string) => ({
    amount: Number((segmentsOf(words).segments * price.amount * 100).toFixed(6)),
    currency: price.currency,
  });
  return new Map(
    [...people].map(([id, person]) => {
      const values = { ...valuesFor(person), "invite.url": link };
      return [id, costOf(fillMail(text, values, "").text.trim())];
    }),
  );
}
