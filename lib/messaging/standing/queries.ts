import { sql } from "drizzle-orm";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { COUNTED, type Counts } from "./policy";

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
