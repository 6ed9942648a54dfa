import { eq, type SQL, sql } from "drizzle-orm";
import { lend, readSystem } from "@/db/client";
import { organizations, senderStandings as standings } from "@/db/schema";
import { env } from "@/lib/clients/env";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { notFound } from "@/lib/http/problem";
import { provenScope } from "@/lib/tenancy/scope";
import { carrierFor } from "../delivery/queries";
import { linksOf, parseBody } from "../mail/body";
import type { getStanding as getContract } from "./contract";
import { type Asked, COUNTED, EARNS, type Past, TIERS } from "./policy";

type Row = typeof standings.$inferSelect;

/** What is written down of the organization's standing; null while nothing ever was. */
export async function standingOf(cx: Cx): Promise<Row | null> {
  const [row] = await cx.tx
    .select()
    .from(standings)
    .where(eq(standings.organizationId, organizationOf(cx)));
  return row ?? null;
}

/** An organization's standing as staff read it. */
export async function getStanding(
  cx: Cx,
  { params }: Pick<Input<typeof getContract>, "params">,
): Promise<Returned<typeof getContract>> {
  return asStaff(cx, params.id, shown);
}

/**
 * Runs as the system in the scope of an organization that staff name; it is in no scope of theirs.
 *
 * @throws AppError not_found where there is none
 */
export const asStaff = <T>(cx: Cx, organizationId: string, fn: (cx: Cx) => Promise<T>): Promise<T> =>
  lend(cx.tx, "system", async (tx) => {
    const [organization] = await tx
      .select({ id: organizations.id })
      .from(organizations)
      .where(sql`${organizations.id}::text = ${organizationId} and ${organizations.deletedAt} is null`);
    if (!organization) throw notFound();
    return fn({ ...cx, tx, scope: provenScope(organization.id) });
  });

/** The standing of the scope's organization with what it rests on. */
export async function shown(cx: Cx): Promise<Returned<typeof getContract>> {
  const row = await standingOf(cx);
  const { sent, bounced, complained } = await lastMails(cx);
  const tier = row?.tier ?? "untrusted";
  return {
    organizationId: organizationOf(cx),
    tier,
    tierReason: row?.tierReason ?? "new",
    tierSince: row?.tierSince.toISOString() ?? null,
    tierBy: row?.tierBy ?? null,
    limits: TIERS[tier],
    halted: row?.haltedAt ? { at: row.haltedAt.toISOString(), reason: row.haltedReason! } : null,
    countsFrom: row?.countsFrom?.toISOString() ?? null,
    mails: { sent, bounced, complained },
  };
}

/** Organizations that nobody of the staff has judged and that have sent enough to be trusted by themselves. */
export const unprovenSenders = (): Promise<string[]> =>
  readSystem("senders of every organization are judged", async (tx) => {
    const rows = await tx.execute<{ id: string }>(sql`
      select b.organization_id as id from message_batches b
        join organizations o on o.id = b.organization_id and o.deleted_at is null
        left join sender_standings s on s.organization_id = b.organization_id
       where b.channel = 'email' and b.status in ('sent', 'unknown')
         and (s.id is null or (s.tier = 'untrusted' and s.tier_reason in ('new', 'lost') and s.halted_at is null))
       group by 1 having sum(b.size) >= ${EARNS.mails} order by 1`);
    return rows.map(({ id }) => id);
  });

/**
 * What became of an organization's last mails, since somebody looked at them and went on. Batches are read from their
 * end by their ids, so that mails that still wait are not walked through.
 */
export async function lastMails(cx: Cx): Promise<Past> {
  const organizationId = organizationOf(cx);
  const [row] = await cx.tx.execute<Past>(sql`
    with recent as (
      select id, size, sum(size) over (order by id desc) as upto
        from (select id, size from message_batches
               where organization_id = ${organizationId} and channel = 'email' and status in ('sent', 'unknown')
               order by id desc limit ${COUNTED}) b
    )
    select count(*)::int as sent, count(*) filter (where status = 'bounced')::int as bounced,
           count(*) filter (where j.sent_at <= now() - ${EARNS.days} * interval '1 day')::int as settled,
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

/** Lets one change of an organization's standing see the one before. */
export const oneStanding = async (cx: Cx): Promise<void> => {
  await cx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`standing of ${organizationOf(cx)}`}, 0))`,
  );
};

/** Whether something was queued of a campaign within a day: what an automation writes in a day is one send. */
const sentToday = (campaignId: SQL): SQL => sql`exists (
  select from message_jobs j where j.campaign_id = ${campaignId} and j.created_at > now() - interval '1 day')`;

/** What a campaign with all of its words asks of its organization's tier, and what went out within a day, of
 * itself (`own`) and of others; null where tiers do not hold. */
export async function tierOf(
  cx: Cx,
  campaignId: string,
  words: readonly string[],
  ownHost: string | null,
  recipients: number,
): Promise<(Asked & { own: number }) | null> {
  if (!tiersHold()) return null;
  const organizationId = organizationOf(cx);
  // As the system: a member narrowed to one project sends of what the whole organization may.
  const [row] = await lend(cx.tx, "system", (tx) =>
    tx.execute<Pick<Asked, "tier" | "sent"> & { own: number }>(sql`
      select coalesce((select tier from sender_standings where organization_id = ${organizationId}), 'untrusted') as tier,
             (select count(*)::int from messaging_campaigns c
               where c.organization_id = ${organizationId}
                 and case when c.trigger is null then c.approved_at > now() - interval '1 day'
                          else c.id <> ${campaignId} and ${sentToday(sql`c.id`)} end) as sent,
             (select count(*)::int from message_jobs j
               where j.campaign_id = ${campaignId} and j.created_at > now() - interval '1 day') as own`),
  );
  const others = words
    .flatMap((body) => linksOf(parseBody(body)))
    .filter((link) => URL.canParse(link) && new URL(link).host !== ownHost);
  return { ...row!, recipients, otherLinks: new Set(others).size };
}
