import { asc, eq, type SQL, sql } from "drizzle-orm";
import { messagingCampaigns, sites, siteVersions } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import { recomputeRsvpStatus } from "@/lib/rsvp/mutations";
import { takenAmong } from "@/lib/sites/addresses/queries";
import type { Part } from "../contract";
import { copyId, copyOf, type Stage, withCopies } from "../policy";

/** Rows of a piece: some hundred milliseconds of work. */
const PIECE = 2_000;

export type Copying = {
  jobId: string;
  sourceId: string;
  targetId: string;
  include: Record<Part, boolean>;
  /** Who asked for it: whose drafts the copied campaigns are. */
  by: string | null;
};

type Made = { counted: number; cursor: string | null };
type Copy = (cx: Cx, copying: Copying, cursor: string | null) => Promise<Made>;

/** Copies the next rows of a stage. `cursor` null is its beginning, and in the answer its end. */
export const copyStage = (cx: Cx, copying: Copying, stage: Exclude<Stage, "end">, cursor: string | null) =>
  copies[stage](cx, copying, cursor);

/** Where a piece ends: the last id, if there may be more after it. */
const cursorOf = (ids: readonly { id: string }[]) => (ids.length === PIECE ? ids.at(-1)!.id : null);

const nextIds = (cx: Cx, table: SQL, sourceId: string, cursor: string | null) =>
  cx.tx.execute<{ id: string }>(sql`
    select id from ${table} where project_id = ${sourceId} and id > coalesce(${cursor}::uuid, '00000000-0000-0000-0000-000000000000')
     order by id limit ${PIECE}`);

const idsOf = (rows: readonly { id: string }[]) => sql`${`{${rows.map(({ id }) => id).join(",")}}`}::uuid[]`;

const events: Copy = async (cx, { jobId, sourceId, targetId }) => {
  const made = await cx.tx.execute(sql`
    insert into events (id, organization_id, project_id, name, starts_at, ends_at, timezone, venue_name, address,
                        dress_code, capacity, waitlist, rsvp_deadline, grace_hours)
    select ${copyOf(jobId, sql`id`)}, organization_id, ${targetId}, name, starts_at, ends_at, timezone, venue_name,
           address, dress_code, capacity, waitlist, rsvp_deadline, grace_hours
      from events where project_id = ${sourceId} returning id`);
  // What was decided for the project holds for its copy, locks and who set them included.
  await cx.tx.execute(sql`
    insert into setting_values (id, organization_id, scope, scope_id, project_id, key, value, locked, set_by, set_by_name)
    select ${copyOf(jobId, sql`id`)}, organization_id, scope, ${targetId}, ${targetId}, key, value, locked, set_by, set_by_name
      from setting_values where project_id = ${sourceId} and scope = 'project'`);
  return { counted: made.length, cursor: null };
};

const groups: Copy = async (cx, { jobId, sourceId, targetId }, cursor) => {
  if (cursor === null) {
    await cx.tx.execute(sql`
      insert into guest_tags (id, organization_id, project_id, name, color)
      select ${copyOf(jobId, sql`id`)}, organization_id, ${targetId}, name, color
        from guest_tags where project_id = ${sourceId}`);
  }
  const rows = await nextIds(cx, sql`guest_groups`, sourceId, cursor);
  await cx.tx.execute(sql`
    insert into guest_groups (id, organization_id, project_id, name, max_plus_ones)
    select ${copyOf(jobId, sql`id`)}, organization_id, ${targetId}, name, max_plus_ones
      from guest_groups where id = any (${idsOf(rows)})`);
  return { counted: 0, cursor: cursorOf(rows) };
};

/** Guests with contacts, tags and invitations. What they answered, and their links, belong to the original. */
const guests: Copy = async (cx, { jobId, sourceId, targetId }, cursor) => {
  const rows = await nextIds(cx, sql`guests`, sourceId, cursor);
  if (rows.length === 0) return { counted: 0, cursor: null };
  const ids = idsOf(rows);
  const made = await cx.tx.execute<{ id: string }>(sql`
    insert into guests (id, organization_id, project_id, group_id, first_name, last_name, age_band, language, timezone,
                        dietary, notes, plus_one_allowance, position)
    select ${copyOf(jobId, sql`id`)}, organization_id, ${targetId}, ${copyOf(jobId, sql`group_id`)}, first_name,
           last_name, age_band, language, timezone, dietary, notes, plus_one_allowance, position
      from guests where id = any (${ids}) order by id returning id`);
  await cx.tx.execute(sql`
    insert into guest_contacts (id, organization_id, guest_id, kind, value, label, is_primary, verified_at, suppressed_at)
    select ${copyOf(jobId, sql`id`)}, organization_id, ${copyOf(jobId, sql`guest_id`)}, kind, value, label, is_primary,
           verified_at, suppressed_at
      from guest_contacts where guest_id = any (${ids})`);
  await cx.tx.execute(sql`
    insert into guest_tag_assignments (organization_id, guest_id, tag_id)
    select organization_id, ${copyOf(jobId, sql`guest_id`)}, ${copyOf(jobId, sql`tag_id`)}
      from guest_tag_assignments where guest_id = any (${ids})`);
  await cx.tx.execute(sql`
    insert into guest_events (organization_id, guest_id, event_id)
    select g.organization_id, ${copyOf(jobId, sql`g.guest_id`)}, ${copyOf(jobId, sql`g.event_id`)}
      from guest_events g join events c on c.id = ${copyOf(jobId, sql`g.event_id`)}
     where g.guest_id = any (${ids}) and g.invited`);
  await recomputeRsvpStatus(
    cx,
    made.map(({ id }) => id),
  );
  return { counted: made.length, cursor: cursorOf(rows) };
};

/** Who brings whom, once everybody is there. */
const plusOnes: Copy = async (cx, { jobId, sourceId }) => {
  await cx.tx.execute(sql`
    update guests c set plus_one_of = h.id
      from guests o, guests h
     where o.project_id = ${sourceId} and o.plus_one_of is not null
       and c.id = ${copyOf(jobId, sql`o.id`)} and h.id = ${copyOf(jobId, sql`o.plus_one_of`)}`);
  return { counted: 0, cursor: null };
};

const forms: Copy = async (cx, { jobId, sourceId, targetId }) => {
  const made = await cx.tx.execute(sql`
    insert into rsvp_forms (id, organization_id, project_id, name, event_ids, opens_at, closes_at, grace_hours,
                            late_message, allow_edits, confirmation_message)
    select ${copyOf(jobId, sql`f.id`)}, organization_id, ${targetId}, name,
           case when event_ids is not null
                then array(select ${copyOf(jobId, sql`e.id`)} from unnest(f.event_ids) with ordinality e (id, n) order by n) end,
           opens_at, closes_at, grace_hours, late_message, allow_edits, confirmation_message
      from rsvp_forms f where project_id = ${sourceId} returning id`);
  await cx.tx.execute(sql`
    insert into rsvp_questions (id, organization_id, form_id, type, label, help, required, options, per_guest, event_id,
                                visible_if, ask_at_door, consent_channels, position)
    select ${copyOf(jobId, sql`q.id`)}, q.organization_id, ${copyOf(jobId, sql`q.form_id`)}, type, label, help, required,
           options, per_guest, ${copyOf(jobId, sql`q.event_id`)},
           case when visible_if is not null then jsonb_set(visible_if, '{questionId}',
             to_jsonb((${copyOf(jobId, sql`(q.visible_if->>'questionId')`)})::text)) end,
           ask_at_door, consent_channels, position
      from rsvp_questions q join rsvp_forms f on f.id = q.form_id where f.project_id = ${sourceId}`);
  return { counted: made.length, cursor: null };
};

/** The ids that scenes and audiences may name, beside those of guests. */
async function namedIn(cx: Cx, { sourceId, include }: Copying): Promise<string[]> {
  const rows = await cx.tx.execute<{ id: string }>(sql`
    select id from events where project_id = ${sourceId}
    union all select id from rsvp_forms where project_id = ${sourceId} and ${include.forms}
    union all select id from guest_tags where project_id = ${sourceId} and ${include.guests}`);
  return rows.map(({ id }) => id);
}

/** A free address near the one that is copied: `anna-ben-copy`. */
async function addressNear(cx: Cx, subdomain: string): Promise<string> {
  const base = `${subdomain.slice(0, 50).replace(/-+$/, "")}-copy`;
  const ideas = [base, ...Array.from({ length: 19 }, (_, n) => `${base}-${n + 2}`)];
  const taken = await takenAmong(ideas, cx.scope.organizationIds);
  return ideas.find((idea) => !taken.has(idea)) ?? `${base}-${cx.now.getTime().toString(36)}`;
}

/** Sites as drafts at a new address, with the scene that was being worked on. */
const copySites: Copy = async (cx, copying) => {
  const { jobId, sourceId, targetId, include, by } = copying;
  const rows = await cx.tx
    .select({ site: sites, scene: siteVersions.sceneGraph })
    .from(sites)
    .innerJoin(
      siteVersions,
      sql`${siteVersions.id} = coalesce(${sites.draftVersionId}, ${sites.publishedVersionId})`,
    )
    .where(eq(sites.projectId, sourceId))
    .orderBy(asc(sites.id));
  const named = await namedIn(cx, copying);
  for (const { site, scene } of rows) {
    const { organizationId, name, locale, passwordHash } = site;
    const [id, versionId] = [copyId(jobId, site.id), copyId(jobId, site.draftVersionId ?? site.id)];
    await cx.tx.insert(sites).values({
      ...{ id, organizationId, name, locale, passwordHash },
      projectId: targetId,
      subdomain: await addressNear(cx, site.subdomain),
      rsvpFormId: include.forms && site.rsvpFormId ? copyId(jobId, site.rsvpFormId) : null,
      draftVersionId: versionId,
    });
    await cx.tx.insert(siteVersions).values({
      id: versionId,
      organizationId,
      siteId: id,
      number: 1,
      sceneGraph: withCopies(scene, jobId, named),
      createdBy: by,
    });
  }
  return { counted: rows.length, cursor: null };
};

type Choice = { guestIds?: string[]; groupIds?: string[]; tagIds?: string[] };

/** An audience without the people whom it names, who did not come along; whoever is left is everybody. */
function withoutPeople({ guestIds: _g, groupIds: _h, tagIds: _t, ...rest }: Choice): object {
  return Object.keys(rest).length > 0 ? rest : { all: true };
}

/**
 * Campaigns as drafts, with their words and how they are sent: by whom, when by itself, what follows. Whom they were
 * written to follows, where those people came along. Times, approvals and messages stay with the original.
 */
const campaigns: Copy = async (cx, copying) => {
  const { jobId, sourceId, targetId, include, by } = copying;
  const rows = await cx.tx
    .select()
    .from(messagingCampaigns)
    .where(eq(messagingCampaigns.projectId, sourceId))
    .orderBy(asc(messagingCampaigns.id));
  const named = await namedIn(cx, copying);
  for (const row of rows) {
    const { organizationId, name, channel, fallback, subject, preheader, body, sendWindow, perMinute } = row;
    const { templateId, templateVariables, sender, trigger } = row;
    const chosen = row.audience as Choice;
    const people = [...(chosen.guestIds ?? []), ...(chosen.groupIds ?? [])];
    const audience = include.guests ? chosen : withoutPeople(chosen);
    await cx.tx.insert(messagingCampaigns).values({
      ...{ organizationId, name, channel, fallback, subject, preheader, body, sendWindow, perMinute },
      ...{ templateId, templateVariables, sender, trigger },
      id: copyId(jobId, row.id),
      projectId: targetId,
      siteId: include.sites && row.siteId ? copyId(jobId, row.siteId) : null,
      audience: withCopies(audience, jobId, [...named, ...people]),
      createdBy: by,
      updatedBy: by,
    });
  }
  return { counted: rows.length, cursor: null };
};

const copies: Record<Exclude<Stage, "end">, Copy> = {
  events,
  groups,
  guests,
  plusOnes,
  forms,
  sites: copySites,
  campaigns,
};
