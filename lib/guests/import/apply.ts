import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { recomputeRsvpStatus } from "@/lib/rsvp/mutations";
import { statusOf } from "@/lib/rsvp/policy";
import { dropEmptyGroups } from "../groups/mutations";
import { ensureTags } from "../tags/mutations";
import type { Invitation } from "./changes";
import type { ChunkPlan, NewGuest, Update } from "./changeset";

type List = { id: string; projectId: string };
type Contact = {
  id: string;
  guestId: string;
  kind: "email" | "phone" | "postal";
  value: string;
  isPrimary: boolean;
};

// One parameter a statement, however many rows: JSON taken apart by the database.
const rows = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;

const contactsOf = (guestId: string, kind: Contact["kind"], values: readonly string[]): Contact[] =>
  values.map((value, index) => ({ id: uuidv7(), guestId, kind, value, isPrimary: index === 0 }));

async function insertGroups(cx: Cx, list: List, plan: ChunkPlan): Promise<void> {
  if (plan.groups.length > 0) {
    await cx.tx.execute(sql`
      insert into guest_groups (id, organization_id, project_id, name)
      select id, ${organizationOf(cx)}, ${list.projectId}, name
        from jsonb_to_recordset(${rows(plan.groups)}) as r(id uuid, name text)`);
  }
  if (plan.renames.length > 0) {
    await cx.tx.execute(sql`
      update guest_groups g set name = r.name, version = g.version + 1, updated_at = now()
        from jsonb_to_recordset(${rows(plan.renames)}) as r(id uuid, name text) where g.id = r.id`);
  }
}

async function insertGuests(cx: Cx, list: List, guests: readonly NewGuest[]): Promise<void> {
  if (guests.length === 0) return;
  const flat = guests.map(({ id, groupId, position, plusOneOf, person, invitations }) => ({
    id,
    group_id: groupId,
    position,
    plus_one_of: plusOneOf,
    first_name: person.firstName,
    last_name: person.lastName,
    age_band: person.ageBand ?? "adult",
    language: person.language,
    dietary: person.dietary,
    notes: person.notes,
    plus_ones: person.plusOnes ?? 0,
    // The rule is lib/rsvp's; writing its result at once saves every new guest a second version of the row.
    rsvp_status: statusOf(invitations.map(({ answer }) => answer)),
  }));
  await cx.tx.execute(sql`
    insert into guests (id, organization_id, project_id, group_id, position, plus_one_of, first_name, last_name,
                        age_band, language, dietary, notes, plus_one_allowance, rsvp_status)
    select id, ${organizationOf(cx)}, ${list.projectId}, group_id, position, plus_one_of, first_name, last_name,
           age_band, language, dietary, notes, plus_ones, rsvp_status
      from jsonb_to_recordset(${rows(flat)}) as r(id uuid, group_id uuid, position int, plus_one_of uuid,
           first_name text, last_name text, age_band text, language text, dietary text, notes text, plus_ones int,
           rsvp_status text)`);
}

/** Adds contacts; a new primary one takes the place of the old, which stays as a further contact. */
async function insertContacts(cx: Cx, contacts: readonly Contact[], replacing: boolean): Promise<void> {
  if (contacts.length === 0) return;
  const primaries = contacts.filter(({ isPrimary }) => isPrimary);
  if (replacing && primaries.length > 0) {
    await cx.tx.execute(sql`
      update guest_contacts c set is_primary = false, updated_at = now()
        from jsonb_to_recordset(${rows(primaries)}) as r("guestId" uuid, kind text)
       where c.guest_id = r."guestId" and c.kind = r.kind and c.is_primary`);
  }
  await cx.tx.execute(sql`
    insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
    select id, ${organizationOf(cx)}, "guestId", kind, value, "isPrimary"
      from jsonb_to_recordset(${rows(contacts)}) as r(id uuid, "guestId" uuid, kind text, value text, "isPrimary" boolean)
    on conflict (guest_id, kind, value) do update set is_primary = excluded.is_primary, updated_at = now()`);
}

async function insertTags(
  cx: Cx,
  list: List,
  tagged: readonly { guestId: string; tags: readonly string[] }[],
) {
  const ids = await ensureTags(
    cx,
    list.projectId,
    tagged.flatMap(({ tags }) => tags),
  );
  const pairs = tagged.flatMap(({ guestId, tags }) =>
    tags.flatMap((name) => ids.get(name.toLowerCase()) ?? []).map((tag) => ({ guest: guestId, tag })),
  );
  if (pairs.length === 0) return;
  await cx.tx.execute(sql`
    insert into guest_tag_assignments (organization_id, guest_id, tag_id)
    select ${organizationOf(cx)}, guest, tag from jsonb_to_recordset(${rows(pairs)}) as r(guest uuid, tag uuid)
    on conflict do nothing`);
}

/** Invites, and takes the file's answers where there is none yet: what a guest said themselves stands. */
async function insertInvitations(
  cx: Cx,
  invited: readonly { guestId: string; events: readonly Invitation[] }[],
) {
  const flat = invited.flatMap(({ guestId, events }) =>
    events.map(({ eventId, answer }) => ({ guest: guestId, event: eventId, answer })),
  );
  if (flat.length === 0) return;
  await cx.tx.execute(sql`
    insert into guest_events as e (organization_id, guest_id, event_id, attendance, source, answered_at)
    select ${organizationOf(cx)}, guest, event, answer, case when answer is not null then 'import' end,
           case when answer is not null then now() end
      from jsonb_to_recordset(${rows(flat)}) as r(guest uuid, event uuid, answer text)
    on conflict (guest_id, event_id) do update set invited = true,
           source = coalesce(e.source, excluded.source),
           answered_at = coalesce(e.answered_at, excluded.answered_at),
           attendance = coalesce(e.attendance, excluded.attendance)`);
}

async function updateGuests(cx: Cx, updates: readonly Update[]): Promise<void> {
  if (updates.length === 0) return;
  const flat = updates.map(({ guestId, groupId, changes }) => ({
    id: guestId,
    group_id: groupId,
    first_name: changes.firstName,
    last_name: changes.lastName,
    age_band: changes.ageBand,
    language: changes.language,
    dietary: changes.dietary,
    notes: changes.notes,
    plus_ones: changes.plusOneAllowance,
  }));
  // The guests are locked already, in the order of their ids (known.ts), so that two imports cannot deadlock.
  await cx.tx.execute(sql`
    update guests g set
           group_id = coalesce(r.group_id, g.group_id), first_name = coalesce(r.first_name, g.first_name),
           last_name = coalesce(r.last_name, g.last_name), age_band = coalesce(r.age_band, g.age_band),
           language = coalesce(r.language, g.language), dietary = coalesce(r.dietary, g.dietary),
           notes = coalesce(r.notes, g.notes), plus_one_allowance = coalesce(r.plus_ones, g.plus_one_allowance),
           version = g.version + 1, updated_at = now()
      from jsonb_to_recordset(${rows(flat)}) as r(id uuid, group_id uuid, first_name text, last_name text,
           age_band text, language text, dietary text, notes text, plus_ones int)
     where g.id = r.id`);
}

/** Carries out a chunk's plan, one statement a table. The rows' outcomes are the caller's to keep. */
export async function applyPlan(cx: Cx, list: List, plan: ChunkPlan): Promise<void> {
  await insertGroups(cx, list, plan);
  await insertGuests(cx, list, plan.guests);
  const fresh = plan.guests.flatMap(({ id, person }) => [
    ...contactsOf(id, "email", person.emails),
    ...contactsOf(id, "phone", person.phones),
    ...contactsOf(id, "postal", person.address ? [person.address] : []),
  ]);
  await insertContacts(cx, fresh, false);
  const updates = mergeUpdates(plan.updates);
  const left = await groupsLeft(cx, updates);
  await updateGuests(cx, updates);
  const added = updates.flatMap(({ guestId, changes }) => [
    ...contactsOf(guestId, "email", changes.emails ?? []),
    ...contactsOf(guestId, "phone", changes.phones ?? []),
    ...contactsOf(guestId, "postal", changes.address ? [changes.address] : []),
  ]);
  await insertContacts(cx, added, true);
  await insertTags(cx, list, [
    ...plan.guests.map(({ id, person }) => ({ guestId: id, tags: person.tags })),
    ...updates.map(({ guestId, changes }) => ({ guestId, tags: changes.tags ?? [] })),
  ]);
  await insertInvitations(cx, [
    ...plan.guests.map(({ id, invitations }) => ({ guestId: id, events: invitations })),
    ...updates.map(({ guestId, changes }) => ({ guestId, events: changes.events ?? [] })),
  ]);
  const answered = updates.filter(({ changes }) => changes.events).map(({ guestId }) => guestId);
  await recomputeRsvpStatus(cx, answered);
  await dropEmptyGroups(cx, left);
}

async function groupsLeft(cx: Cx, updates: readonly Update[]): Promise<string[]> {
  const movers = updates.filter(({ groupId }) => groupId !== null).map(({ guestId }) => guestId);
  if (movers.length === 0) return [];
  const left = await cx.tx.execute<{ id: string }>(sql`
    select distinct group_id as id from guests
     where id in (select jsonb_array_elements_text(${rows(movers)})::uuid)`);
  return left.map(({ id }) => id);
}

/** Two rows may change one guest: an UPDATE … FROM takes one of them only, so they are made one here. */
function mergeUpdates(updates: readonly Update[]): Update[] {
  const merged = new Map<string, Update>();
  for (const update of updates) {
    const earlier = merged.get(update.guestId);
    if (!earlier) {
      merged.set(update.guestId, { ...update, changes: { ...update.changes } });
      continue;
    }
    const { changes } = earlier;
    const join = <T>(key: "emails" | "phones" | "tags" | "events") => [
      ...((update.changes[key] ?? []) as T[]),
      ...((changes[key] ?? []) as T[]),
    ];
    const lists = {
      emails: join<string>("emails"),
      phones: join<string>("phones"),
      tags: join<string>("tags"),
    };
    const events = new Map(join<Invitation>("events").map((event) => [event.eventId, event]));
    Object.assign(changes, update.changes, lists, { events: [...events.values()] });
    earlier.groupId = update.groupId ?? earlier.groupId;
  }
  return [...merged.values()];
}
