import { sql } from "drizzle-orm";
import { env } from "@/lib/clients/env";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import { notFound } from "@/lib/http/problem";
import { factsOf } from "@/lib/sites/queries";
import { addressees, compileCampaign, siteOf } from "../../letter/queries";
import { fieldsOfMail, fillMail } from "../../mail/parts";
import { valuesOf } from "../../mail/values";
import { campaignOf } from "../../queries";
import { segmentsOf } from "../../sms/policy";
import type { Audience, listAudienceGuests as listContract } from "../contract";
import { asksConsent, audienceOf, recipients } from "../queries";

type Item = Returned<typeof listContract>["data"][number];
type Row = Omit<Item, "cost"> & { position: string[]; total: number };

const COUNTED = 10_001;

/** A page of the guests whom an audience fits: who gets the message at which address, and who does not, why. */
export async function listAudienceGuests(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const { channel, reached, reason, q } = query;
  const sort = query.sort ?? "name";
  const order = keyset(
    sort,
    query.cursor,
    // Ids of version 7 sort by the time they were made.
    { name: [{ expression: sql`f.name`, cast: "text" }], createdAt: [] },
    sql`f.id`,
  );
  const audience = audienceOf(query);
  const asks = await asksConsent(cx, params.id, channel);
  const matches = sql.join(
    [
      sql`true`,
      ...(reached === undefined ? [] : [sql`(r.reason is null) = ${reached}`]),
      ...(reason ? [sql`r.reason = ${reason}`] : []),
      ...(q
        ? [
            sql`(g.search_name like ${likeText(q.toLowerCase())} or r.address like ${likeText(q.toLowerCase())})`,
          ]
        : []),
    ],
    sql` and `,
  );
  const found = (columns = sql`1`) => sql`
    select ${columns} from (${recipients(cx, params.id, audience, channel, asks)}) r join guests g on g.id = r.guest_id
     where ${matches}`;
  const columns = sql`g.id, g.search_name as name, btrim(g.first_name || ' ' || g.last_name) as "guestName",
    r.address, r.reason`;
  // One statement: whoever looks at the first page has everybody judged once.
  const rows = await cx.tx.execute<Row>(sql`
    with f as materialized (${found(columns)})
    select f.id, f."guestName", ${channel} as channel, f.address, f.reason, ${order.position} as position,
           (select count(*)::int from f) as total
      from f where ${order.after} order by ${order.orderBy} limit ${query.limit + 1}`);
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  const counted = rows[0]?.total ?? 0;
  const isFiltered = reached !== undefined || reason !== undefined || Boolean(q);
  const costs = query.campaignId ? await costsOf(cx, params.id, query.campaignId, channel, data) : null;
  return {
    data: data.map((row) => ({ ...row, cost: (row.reason === null && costs?.get(row.id)) || null })),
    nextCursor,
    total: isFiltered ? Math.min(counted, COUNTED) : counted,
    ...(isFiltered && counted >= COUNTED && { totalIsMinimum: true }),
  };
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
