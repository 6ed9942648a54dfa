import { sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { env } from "@/lib/clients/env";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { carrierFor } from "../delivery/queries";
import { linksOf, parseBody } from "../mail/body";
import { type Asked, COUNTED, type Counts } from "./policy";

/**
 * What became of an organization's last mails, since somebody looked at them and went on. Batches are read from their
 * end by their ids, so that mails that still wait are not walked through.
 */
export async function lastMails(cx: Cx): Promise<Counts> {
  const organizationId = organizationOf(cx);
  const [row] = await cx.tx.execute<Counts>(sql`
    with recent as (
      select id, size, sum(size) over (order by id desc) as upto
        from (select id, size from message_batches
               where organization_id = ${organizationId} and channel = 'email' and status in ('sent', 'unknown')
               order by id desc limit ${COUNTED}) b
    )
    select count(*)::int as sent, count(*) filter (where status = 'bounced')::int as bounced,
           count(*) filter (where status = 'complained')::int as complained
      from message_jobs j
     where j.batch_id in (select id from recent where upto - size < ${COUNTED}) and j.sent_at is not null
       and j.sent_at > coalesce((select counts_from from sender_standings where organization_id = ${organizationId}), '-infinity')`);
  return row!;
}

/** Where the owners of an organization are told, with its name. */
export async function ownersOf(cx: Cx): Promise<{ organization: string; emails: string[] }> {
  const organizationId = organizationOf(cx);
  const rows = await cx.tx.execute<{ name: string; email: string | null }>(sql`
    select o.name, m.email from organizations o
      left join organization_members m on m.organization_id = o.id and m.role = 'owner' and m.status = 'active'
     where o.id = ${organizationId}`);
  return { organization: rows[0]?.name ?? "", emails: rows.flatMap(({ email }) => email ?? []) };
}

/** Whether tiers hold: where mails really leave, and where it is asked for. Mails that stay on one machine harm nobody. */
export const tiersHold = (): boolean => env().TRUST_TIERS === "on" || carrierFor("email")?.local === false;

/** Lets one approval after the other count what an organization has sent: of two at the last place one wins. */
export async function oneByOne(cx: Cx): Promise<void> {
  if (!tiersHold()) return;
  await cx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`sends of ${organizationOf(cx)}`}, 0))`,
  );
}

/** What a campaign asks of its organization's tier, and what went out within a day; null where tiers do not hold. */
export async function tierOf(
  cx: Cx,
  body: string,
  ownHost: string | null,
  recipients: number,
): Promise<Asked | null> {
  if (!tiersHold()) return null;
  const organizationId = organizationOf(cx);
  // As the system: a member narrowed to one project sends of what the whole organization may.
  const [row] = await lend(cx.tx, "system", (tx) =>
    tx.execute<Pick<Asked, "tier" | "sent">>(sql`
      select coalesce((select tier from sender_standings where organization_id = ${organizationId}), 'untrusted') as tier,
             (select count(*)::int from messaging_campaigns
               where organization_id = ${organizationId} and approved_at > now() - interval '1 day') as sent`),
  );
  const others = linksOf(parseBody(body)).filter(
    (link) => URL.canParse(link) && new URL(link).host !== ownHost,
  );
  return { ...row!, recipients, otherLinks: others.length };
}
