import { sql } from "drizzle-orm";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { textArray } from "../policy";
import type { ChunkState, Outcome } from "./changeset";
import type { Known } from "./duplicates";
import type { ParsedRow } from "./parsed";

const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;

type KnownRow = Omit<Known, "events" | "row"> & { events: Record<string, string | null> };

/** Guests of the project that a chunk's people may be: found by their contacts and whole names, by index. */
async function readKnown(cx: Cx, projectId: string, rows: readonly ParsedRow[]): Promise<Known[]> {
  const people = rows.flatMap((row) => row.people);
  if (people.length === 0) return [];
  const emails = textArray(people.flatMap((person) => person.emails));
  const phones = textArray(people.flatMap((person) => person.phones));
  const names = textArray(people.map(({ firstName, lastName }) => `${firstName} ${lastName}`.toLowerCase()));
  const mine = sql`c.organization_id = ${organizationOf(cx)}`;
  const found = await cx.tx.execute<KnownRow>(sql`
    with wanted as (
      select c.guest_id as id from guest_contacts c where ${mine} and c.kind = 'email' and c.address = any (${emails}::text[])
      union
      select c.guest_id from guest_contacts c where ${mine} and c.kind = 'phone' and c.address = any (${phones}::text[])
      union
      select g.id from guests g where g.project_id = ${projectId} and g.search_name = any (${names}::text[])
    )
    select g.id as "guestId", g.group_id as "groupId", h.name as "groupName", g.first_name as "firstName",
           g.last_name as "lastName", g.age_band as "ageBand", g.language, g.dietary, g.notes,
           g.plus_one_allowance as "plusOnes", g.version,
           exists (select from invites i where i.group_id = g.group_id and i.status = 'active') as "hasInvite",
           (select coalesce(jsonb_agg(c.value order by c.is_primary desc, c.id), '[]') from guest_contacts c
             where c.guest_id = g.id and c.kind = 'email') as emails,
           (select coalesce(jsonb_agg(c.value order by c.is_primary desc, c.id), '[]') from guest_contacts c
             where c.guest_id = g.id and c.kind = 'phone') as phones,
           (select c.value from guest_contacts c
             where c.guest_id = g.id and c.kind = 'postal' order by c.is_primary desc, c.id limit 1) as address,
           (select coalesce(jsonb_agg(t.name), '[]') from guest_tag_assignments a join guest_tags t on t.id = a.tag_id
             where a.guest_id = g.id) as tags,
           (select coalesce(jsonb_object_agg(e.event_id, e.attendance), '{}') from guest_events e
             where e.guest_id = g.id and e.invited) as events
      from wanted w join guests g on g.id = w.id join guest_groups h on h.id = g.group_id
     where g.project_id = ${projectId}
     order by g.id
       for update of g`);
  return found.map((row) => ({ ...row, events: new Map(Object.entries(row.events)), row: null }));
}

/** Which of the guests this very import has made, by which row: the same as if the file were one chunk. */
async function markOwn(cx: Cx, importId: string, known: readonly Known[]): Promise<void> {
  if (known.length === 0) return;
  const own = await cx.tx.execute<{ id: string; row: number }>(sql`
    select g.id, r.row from guest_import_rows r cross join unnest(r.guest_ids) g(id)
     where r.import_id = ${importId} and r.outcome = 'new'
       and g.id in (select jsonb_array_elements_text(${json(known.map(({ guestId }) => guestId))})::uuid)`);
  const rows = new Map(own.map(({ id, row }) => [id, row]));
  for (const guest of known) guest.row = rows.get(guest.guestId) ?? null;
}

async function readGroups(cx: Cx, projectId: string, rows: readonly ParsedRow[]) {
  const names = [...new Set(rows.flatMap(({ household }) => (household.name ? [household.name] : [])))];
  if (names.length === 0) return [];
  return cx.tx.execute<{ id: string; name: string }>(sql`
    select id, name from guest_groups
     where project_id = ${projectId} and lower(name) in (select lower(n) from jsonb_array_elements_text(${json(names)}) n)
     order by created_at, id`);
}

/** Households of earlier rows whose key comes up again in this chunk. Those with a name are found by it. */
async function readKeys(cx: Cx, importId: string, rows: readonly ParsedRow[]): Promise<Map<string, string>> {
  const keys = rows.flatMap(({ household }) => (household.key && !household.name ? [household.key] : []));
  const first = rows[0]?.row ?? 0;
  if (keys.length === 0) return new Map();
  const found = await cx.tx.execute<{ key: string; groupId: string }>(sql`
    with earlier as materialized (
      select distinct on (key) r.data #>> '{household,key}' as key, r.guest_ids[1] as guest_id
        from guest_import_rows r
       where r.import_id = ${importId} and r.row < ${first} and r.outcome in ('new', 'changed', 'unchanged')
         and r.data #>> '{household,key}' = any (${textArray(keys)}::text[])
       order by key, r.row
    )
    select e.key, g.group_id as "groupId" from earlier e join guests g on g.id = e.guest_id`);
  return new Map(found.map(({ key, groupId }) => [key, groupId]));
}

async function readEarlier(cx: Cx, importId: string, rows: readonly ParsedRow[]) {
  const wanted = rows.flatMap(({ joins }) => (joins === null ? [] : [joins]));
  if (wanted.length === 0) return new Map<number, { outcome: Outcome; guestIds: string[] }>();
  const found = await cx.tx.execute<{ row: number; outcome: Outcome; guestIds: string[] }>(sql`
    select row, outcome, to_jsonb(guest_ids) as "guestIds" from guest_import_rows
     where import_id = ${importId} and outcome is not null
       and row in (select jsonb_array_elements_text(${json(wanted)})::int)`);
  return new Map(found.map(({ row, ...rest }) => [row, rest]));
}

/** All that the project and the import's earlier rows have that a chunk may speak of; the guests are locked. */
export async function readState(
  cx: Cx,
  list: { id: string; projectId: string },
  rows: readonly ParsedRow[],
): Promise<Omit<ChunkState, "duplicates" | "newId">> {
  const known = await readKnown(cx, list.projectId, rows);
  await markOwn(cx, list.id, known);
  const groups = await readGroups(cx, list.projectId, rows);
  const groupOfKey = await readKeys(cx, list.id, rows);
  const earlier = await readEarlier(cx, list.id, rows);
  const events = await cx.tx.execute<{ id: string; name: string }>(sql`
    select id, name from events where project_id = ${list.projectId} order by starts_at, id`);
  return { known, groups, groupOfKey, earlier, events };
}
