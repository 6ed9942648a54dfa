import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { questionTypes } from "@/db/schema/rsvp";
import { siteOrigin } from "@/lib/clients/env";
import type { Cx } from "@/lib/http/cx";
import { notFound } from "@/lib/http/problem";
import type { AnswerValue } from "@/lib/scene/answer-rules";
import type { Question } from "../forms/contract";
import type { RsvpStatus, Standing } from "../policy";

/** Everything that one link opens, as one statement reads it. Times are RFC 3339. */
export type Household = {
  invite: {
    id: string;
    organizationId: string;
    projectId: string;
    groupId: string;
    guestId: string | null;
    siteId: string | null;
    eventIds: string[] | null;
    status: "active" | "revoked";
    expiresAt: string | null;
    maxUses: number | null;
    useCount: number;
    createdAt: string;
    updatedAt: string;
  };
  project: {
    id: string;
    name: string;
    kind: string;
    eventDate: string | null;
    timezone: string;
    locale: string;
  };
  group: { id: string; name: string; maxPlusOnes: number };
  /** The household, or the one guest of a narrowed link, with the plus-ones they named; those come last. */
  guests: HouseholdGuest[];
  /** All events of the project, in order of time. */
  events: HouseholdEvent[];
  form: HouseholdForm | null;
  /** The site whose host the link is on; null while the project has none. */
  site: { id: string; subdomain: string; customDomain: string | null; locale: string; status: string } | null;
  /** This link's envelope for the form. */
  submission: {
    id: string;
    revision: number;
    message: string | null;
    source: "guest" | "host" | "calendar" | "import";
    submittedAt: string;
    createdAt: string;
    updatedAt: string;
  } | null;
  /** What stands of these guests' answers to the form, whichever link they came by, and of the household's own. */
  answers: { guestId: string | null; questionId: string; value: AnswerValue }[];
};

export type HouseholdGuest = {
  id: string;
  firstName: string;
  lastName: string;
  ageBand: "adult" | "child" | "infant";
  language: string | null;
  plusOneAllowance: number;
  plusOneOf: string | null;
  rsvpStatus: RsvpStatus;
  /** The events this guest is invited to, in no order. */
  invitations: { eventId: string; attendance: Standing | null }[];
};

export type HouseholdEvent = {
  id: string;
  name: string;
  startsAt: string;
  endsAt: string | null;
  timezone: string;
  venueName: string | null;
  address: string | null;
  dressCode: string | null;
  capacity: number | null;
  waitlist: boolean;
  rsvpDeadline: string | null;
  graceHours: number;
  version: number;
  /** Places that are taken; counted only where it was asked for and the event has a capacity. */
  taken: number | null;
};

export type HouseholdQuestion = {
  id: string;
  type: (typeof questionTypes)[number];
  label: string;
  help: string | null;
  required: boolean;
  options: { value: string; label: string; capacity?: number | null; taken?: number }[];
  perGuest: boolean;
  eventId: string | null;
  visibleIf: Question["visibleIf"];
  askAtDoor: boolean;
  consentChannels: Question["consentChannels"];
  position: number;
};

export type HouseholdForm = {
  id: string;
  projectId: string;
  name: string;
  eventIds: string[] | null;
  opensAt: string | null;
  closesAt: string | null;
  graceHours: number;
  lateMessage: string | null;
  allowEdits: boolean;
  confirmationMessage: string | null;
  version: number;
  createdAt: string;
  updatedAt: string;
  questions: HouseholdQuestion[];
};

type Wanted = {
  inviteId: string;
  /** Null: the site's form, else the project's first one that is open, else its first. */
  formId: string | null;
};

// Under the tenant's policy deleted guests are not there, and take no place.
const takenPlaces = sql`case when e.capacity is not null then (
  select count(*)::int from guest_events x join guests g on g.id = x.guest_id
   where x.event_id = e.id and x.attendance = 'attending') end`;

const countedOptions = sql`(
  select coalesce(jsonb_agg(case when jsonb_typeof(o.value->'capacity') = 'number' then o.value || jsonb_build_object('taken', (
           select count(*) from rsvp_answers a
            where a.question_id = q.id and (a.value = o.value->'value' or a.value @> jsonb_build_array(o.value->'value'))
              and (a.guest_id is null or exists (select from guests g where g.id = a.guest_id))))
         else o.value end order by o.n), '[]')
    from jsonb_array_elements(q.options) with ordinality as o (value, n))`;

/**
 * Households by their links, in one statement.
 *
 * @param counts also counts the places that are taken, of events and of options
 * @returns in no order; links that are gone, or whose people are, are missing
 */
export async function readHouseholds(
  tx: Tx,
  wanted: readonly Wanted[],
  counts: boolean,
): Promise<Household[]> {
  const rows = await tx.execute<{ household: Household }>(sql`
    select json_build_object(
        'invite', json_build_object('id', i.id, 'organizationId', i.organization_id, 'projectId', i.project_id,
          'groupId', i.group_id, 'guestId', i.guest_id, 'siteId', i.site_id, 'eventIds', i.event_ids, 'status', i.status,
          'expiresAt', i.expires_at, 'maxUses', i.max_uses, 'useCount', i.use_count, 'createdAt', i.created_at,
          'updatedAt', i.updated_at),
        'project', json_build_object('id', p.id, 'name', p.name, 'kind', p.kind, 'eventDate', p.event_date,
          'timezone', p.timezone, 'locale', p.locale),
        'group', json_build_object('id', h.id, 'name', h.name, 'maxPlusOnes', h.max_plus_ones),
        'site', case when s.id is not null then json_build_object('id', s.id, 'subdomain', s.subdomain,
          'customDomain', s.custom_domain, 'locale', s.locale, 'status', s.status) end,
        'guests', (
          select coalesce(json_agg(json_build_object('id', g.id, 'firstName', g.first_name, 'lastName', g.last_name,
              'ageBand', g.age_band, 'language', g.language, 'plusOneAllowance', g.plus_one_allowance,
              'plusOneOf', g.plus_one_of, 'rsvpStatus', g.rsvp_status, 'invitations', (
                select coalesce(json_agg(json_build_object('eventId', e.event_id, 'attendance', e.attendance)), '[]')
                  from guest_events e where e.guest_id = g.id and e.invited))
              order by g.plus_one_of is not null, g.position, g.created_at, g.id), '[]')
            from guests g
           where g.group_id = i.group_id and (i.guest_id is null or i.guest_id in (g.id, g.plus_one_of))),
        'events', (
          select coalesce(json_agg(json_build_object('id', e.id, 'name', e.name, 'startsAt', e.starts_at,
              'endsAt', e.ends_at, 'timezone', e.timezone, 'venueName', e.venue_name, 'address', e.address,
              'dressCode', e.dress_code, 'capacity', e.capacity, 'waitlist', e.waitlist,
              'rsvpDeadline', e.rsvp_deadline, 'graceHours', e.grace_hours, 'version', e.version,
              'taken', ${counts ? takenPlaces : sql`null`}) order by e.starts_at, e.id), '[]')
            from events e where e.project_id = i.project_id),
        'form', case when f.id is not null then json_build_object('id', f.id, 'projectId', f.project_id, 'name', f.name,
          'eventIds', f.event_ids, 'opensAt', f.opens_at, 'closesAt', f.closes_at, 'graceHours', f.grace_hours,
          'lateMessage', f.late_message, 'allowEdits', f.allow_edits, 'confirmationMessage', f.confirmation_message,
          'version', f.version, 'createdAt', f.created_at, 'updatedAt', f.updated_at, 'questions', (
            select coalesce(json_agg(json_build_object('id', q.id, 'type', q.type, 'label', q.label, 'help', q.help,
                'required', q.required, 'options', ${counts ? countedOptions : sql`q.options`},
                'perGuest', q.per_guest, 'eventId', q.event_id, 'visibleIf', q.visible_if, 'askAtDoor', q.ask_at_door,
                'consentChannels', q.consent_channels, 'position', q.position) order by q.position, q.id), '[]')
              from rsvp_questions q where q.form_id = f.id)) end,
        'submission', case when b.id is not null then json_build_object('id', b.id, 'revision', b.revision,
          'message', b.message, 'source', b.source, 'submittedAt', b.submitted_at, 'createdAt', b.created_at,
          'updatedAt', b.updated_at) end,
        'answers', (
          select coalesce(json_agg(json_build_object('guestId', a.guest_id, 'questionId', a.question_id,
              'value', a.value) order by a.updated_at, a.id), '[]')
            from invites j join rsvp_submissions x on x.invite_id = j.id and x.form_id = f.id
            join rsvp_answers a on a.submission_id = x.id
           where j.group_id = i.group_id and a.question_id is not null and (a.guest_id is not null or x.id = b.id))
      ) as household
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w ("inviteId" uuid, "formId" uuid)
      join invites i on i.id = w."inviteId"
      join projects p on p.id = i.project_id
      join guest_groups h on h.id = i.group_id
      left join lateral (
        select * from sites s where s.project_id = i.project_id
         order by (s.id = i.site_id) desc nulls last, (s.status = 'published') desc, s.id limit 1) s on true
      left join lateral (
        select * from rsvp_forms f where f.project_id = i.project_id and (w."formId" is null or f.id = w."formId")
         order by (f.id = s.rsvp_form_id) desc nulls last,
                  (coalesce(f.opens_at <= now(), true)
                   and coalesce(f.closes_at + make_interval(hours => f.grace_hours) >= now(), true)) desc, f.id
         limit 1) f on true
      left join rsvp_submissions b on b.invite_id = i.id and b.form_id = f.id`);
  return rows.map((row) => row.household).filter(({ guests }) => guests.length > 0);
}

/**
 * One household as its link shows it, with the places that are left.
 *
 * @throws AppError not_found when nobody is on the link any more
 */
export async function readHousehold(cx: Pick<Cx, "tx">, inviteId: string): Promise<Household> {
  const [household] = await readHouseholds(cx.tx, [{ inviteId, formId: null }], true);
  if (!household) throw notFound();
  return household;
}

/**
 * Keeps the answers of households from changing until the transaction ends: whoever saves an answer or derives a
 * status holds these rows. A statement sent after it, answered or not, sees the latest.
 */
export async function lockHouseholds(tx: Tx, groupIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    select 1 from guests where group_id = any (${`{${groupIds.join(",")}}`}::uuid[]) order by id for no key update`);
}

/** The address of a personal link, or null while the project has no site to open it on. */
export const linkTo = (
  site: { subdomain: string; customDomain: string | null } | null,
  token: string,
): string | null => site && `${siteOrigin(site)}/i/${token}`;

/** The site a link is on: the one it names, else the project's published one, else its first; null where there is none. */
export async function siteOfLink(cx: Pick<Cx, "tx">, projectId: string, siteId: string | null) {
  const [site] = await cx.tx.execute<{ id: string; subdomain: string; customDomain: string | null }>(sql`
    select s.id, s.subdomain, s.custom_domain as "customDomain" from sites s where s.project_id = ${projectId}
     order by (s.id = ${siteId}::uuid) desc nulls last, (s.status = 'published') desc, s.id limit 1`);
  return site ?? null;
}
