import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import type { FieldError } from "@/lib/http/problem";
import { settingOf } from "@/lib/settings/queries";
import {
  type Audience,
  audience as audienceSchema,
  type countAudience as countContract,
  type Exclusion,
  exclusions,
} from "./contract";
import { addressing, type Channel, LONGEST_LOCAL_PART } from "./policy";

/** Ids as one parameter: however many there are, the statement stays the same. */
export const uuids = (ids: readonly string[]): SQL => sql`${`{${ids.join(",")}}`}::uuid[]`;

/** The guests `g` whom every filter of an audience fits. */
export function fits(audience: Audience): SQL {
  const { tagIds, groupIds, guestIds, rsvpStatus, eventId, notOpened } = audience;
  const conditions: SQL[] = [sql`true`];
  if (tagIds) {
    conditions.push(
      sql`exists (select from guest_tag_assignments t where t.guest_id = g.id and t.tag_id = any (${uuids(tagIds)}))`,
    );
  }
  if (groupIds) conditions.push(sql`g.group_id = any (${uuids(groupIds)})`);
  if (guestIds) conditions.push(sql`g.id = any (${uuids(guestIds)})`);
  const statuses = rsvpStatus === undefined ? null : sql`${`{${[rsvpStatus].flat().join(",")}}`}::text[]`;
  if (eventId) {
    conditions.push(sql`exists (
      select from guest_events e where e.guest_id = g.id and e.event_id = ${eventId} and e.invited
         and ${statuses ? sql`coalesce(e.attendance, 'pending') = any (${statuses})` : sql`true`})`);
  } else if (statuses) conditions.push(sql`g.rsvp_status = any (${statuses})`);
  if (notOpened) {
    conditions.push(sql`not exists (
      select from invites i where i.group_id = g.group_id and (i.guest_id is null or i.guest_id = g.id)
         and i.first_opened_at is not null)`);
  }
  return sql.join(conditions, sql` and `);
}

/** Whether there is something that guest `g` could be invited to and is not. Before the first event nobody is left out. */
const uninvited = (projectId: string) => sql`(
  exists (select from events where project_id = ${projectId})
  and not exists (select from guest_events e where e.guest_id = g.id and e.invited))`;

/**
 * Whether a guest `g` would be written to for the first time without having allowed it. Who has answered by
 * themselves is in touch with the hosts (docs/decisions/0014-consent.md).
 */
export const unasked = (channel: Channel): SQL => sql`(
  not exists (select from guest_consents n where n.guest_id = g.id and n.channel = ${channel} and n.withdrawn_at is null)
  and not exists (select from guest_events e where e.guest_id = g.id and e.source = 'guest' and e.answered_at is not null))`;

/** Whether an SMS to a number that begins with +1 asks for a consent. */
export const asksConsent = async (cx: Cx, projectId: string, channel: Channel): Promise<boolean> =>
  channel === "sms" && (await settingOf(cx, "campaigns.consentForNorthAmerica", { projectId }));

/**
 * Joins the address that a guest `g` is written to on a channel: the primary contact, of the channel's first kind that
 * the guest has. A join, so that a hundred thousand guests are looked up at once.
 */
export function contactsOf(channel: Channel): { joins: SQL; address: SQL } {
  const kinds = addressing[channel].kinds.map((kind) => ({ kind, as: sql.identifier(`by_${kind}`) }));
  const addresses = kinds.map(({ as }) => sql`${as}.address`);
  return {
    joins: sql.join(
      kinds.map(
        ({ kind, as }) =>
          sql`left join guest_contacts ${as} on ${as}.guest_id = g.id and ${as}.kind = ${kind} and ${as}.is_primary`,
      ),
      sql` `,
    ),
    address: sql`coalesce(${sql.join(addresses, sql`, `)})`,
  };
}

/** Whether a channel can send to what a contact holds. */
function isAddress(channel: Channel, value: SQL): SQL {
  const { pattern, length } = addressing[channel];
  return sql`(length(${value}) between ${length[0]} and ${length[1]}
    and position('@' in ${value}) <= ${LONGEST_LOCAL_PART + 1} and ${value} ~ ${pattern})`;
}

/** The guests of a list, and who shares an address with one of them, as a statement: only they decide who is sent to. */
export function sharers(cx: Cx, channel: Channel, ids: SQL): SQL {
  const kinds = sql`any (${`{${addressing[channel].kinds.join(",")}}`}::text[])`;
  return sql`${ids} union
    select guest_id from guest_contacts
     where organization_id = ${organizationOf(cx)} and kind = ${kinds} and is_primary and address = any (array(
           select address from guest_contacts where guest_id in (${ids}) and kind = ${kinds} and is_primary))`;
}

/**
 * Everybody whom an audience fits, as a statement: guest_id, group_id, address, and the reason for which a guest is
 * left out or null. Of several guests with one address the first by id is sent to.
 *
 * @param among a statement of guests' ids: the others are not looked at. It holds whoever shares an address with them
 */
export function recipients(
  cx: Cx,
  projectId: string,
  audience: Audience,
  channel: Channel,
  asksConsent: boolean,
  among?: SQL,
): SQL {
  const { joins, address } = contactsOf(channel);
  // Offset 0 keeps PostgreSQL from working the reason out wherever it is named.
  return sql`
    select id as guest_id, group_id, address,
           case when reason is null and row_number() over (partition by reason is null, address order by id) > 1
                then 'duplicate_address' else reason end as reason
      from (
        select g.id, g.group_id, ${address} as address,
               case when ${audience.eventId ? sql`false` : uninvited(projectId)} then 'not_invited'
                    when ${address} is null then 'no_address'
                    when not ${isAddress(channel, address)} then 'invalid_address'
                    when s.reason = 'unsubscribe' then 'unsubscribed'
                    when s.reason is not null then 'suppressed'
                    when ${asksConsent ? sql`${address} like '+1%' and ${unasked(channel)}` : sql`false`} then 'no_consent'
               end as reason
          from guests g ${joins}
          left join suppression_list s
            on s.organization_id = ${organizationOf(cx)} and s.channel = ${channel} and s.address = ${address}
         where g.project_id = ${projectId} and ${fits(audience)} and ${among ? sql`g.id in (${among})` : sql`true`}
        offset 0
      ) judged`;
}

type Chosen = { guestId: string; groupId: string; address: string; reason: Exclusion | null };

/** Everybody whom an audience fits, in the order of their ids; `reason` tells why somebody is left out. */
export async function listRecipients(
  cx: Cx,
  projectId: string,
  audience: Audience,
  channel: Channel = "email",
) {
  const asks = await asksConsent(cx, projectId, channel);
  return cx.tx.execute<Chosen>(sql`
    select guest_id as "guestId", group_id as "groupId", address, reason
      from (${recipients(cx, projectId, audience, channel, asks)}) r order by guest_id`);
}

/** How many guests an audience reaches, and how many are left out for which reason. */
export async function countRecipients(
  cx: Cx,
  projectId: string,
  audience: Audience,
  channel: Channel = "email",
) {
  const asks = await asksConsent(cx, projectId, channel);
  const rows = await cx.tx.execute<{ reason: Exclusion | null; count: number }>(sql`
    select reason, count(*)::int as count from (${recipients(cx, projectId, audience, channel, asks)}) r
     group by reason`);
  return tally(new Map(rows.map(({ reason, count }) => [reason, count])));
}

/** The counts of an audience in the order in which reasons are looked at. */
export function tally(counts: ReadonlyMap<Exclusion | null, number>) {
  return {
    total: counts.get(null) ?? 0,
    matched: [...counts.values()].reduce((sum, count) => sum + count, 0),
    excluded: exclusions
      .map((reason) => ({ reason, count: counts.get(reason) ?? 0 }))
      .filter(({ count }) => count > 0),
  };
}

/** One guest of an audience to show a mail with, one who can get mail before one who cannot; null if there is none. */
export async function exampleGuest(
  tx: Tx,
  projectId: string,
  audience: Audience,
  channel: Channel,
): Promise<string | null> {
  const { joins, address } = contactsOf(channel);
  const [row] = await tx.execute<{ id: string }>(sql`
    (select g.id, 0 as place from guests g ${joins}
      where g.project_id = ${projectId} and ${fits(audience)} and ${address} is not null order by g.id limit 1)
    union all
    (select g.id, 1 from guests g where g.project_id = ${projectId} order by g.id limit 1)
    order by place limit 1`);
  return row?.id ?? null;
}

/** Counts an audience that is being chosen. */
export async function countAudience(
  cx: Cx,
  { params, query }: Input<typeof countContract>,
): Promise<Returned<typeof countContract>> {
  return countRecipients(cx, params.id, audienceOf(query), query.channel);
}

/** The audience that an address names; everybody where it names none. */
export function audienceOf(query: Omit<Input<typeof countContract>["query"], "channel">): Audience {
  const { all, tagIds, groupIds, guestIds, rsvpStatus, eventId, notOpened } = query;
  const chosen = audienceSchema.safeParse({
    all,
    tagIds,
    groupIds,
    guestIds,
    rsvpStatus,
    eventId,
    notOpened,
  });
  return chosen.success ? chosen.data : { all: true };
}

/** What an audience names that the project does not have, by its path. */
export async function unknownMembers(tx: Tx, projectId: string, audience: Audience): Promise<FieldError[]> {
  const lists: [keyof Audience, string, string, readonly string[]][] = [
    ["tagIds", "guest_tags", "a tag", audience.tagIds ?? []],
    ["groupIds", "guest_groups", "a household", audience.groupIds ?? []],
    ["guestIds", "guests", "a guest", audience.guestIds ?? []],
    ["eventId", "events", "an event", audience.eventId ? [audience.eventId] : []],
  ];
  const errors: FieldError[] = [];
  for (const [field, table, noun, ids] of lists) {
    if (ids.length === 0) continue;
    const missing = await tx.execute<{ place: number }>(sql`
      select (n - 1)::int as place from unnest(${uuids(ids)}) with ordinality as given (id, n)
       where not exists (
         select from ${sql.identifier(table)} t where t.id = given.id and t.project_id = ${projectId})
       order by n limit 20`);
    for (const { place } of missing) {
      const path = field === "eventId" ? "audience.eventId" : `audience.${field}.${place}`;
      errors.push({ path, message: `is not ${noun} of this project` });
    }
  }
  return errors;
}
