import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Counts } from "../submission/policy";

const list = (ids: readonly string[]) => `{${ids.join(",")}}`;

/**
 * Counts the places of events and options that are taken, and lets nobody else take one until the transaction ends:
 * locks first, in the order of ids, and counts in a statement after it, which sees what others committed meanwhile.
 */
export async function countUnderLock(
  tx: Tx,
  of: { events: readonly string[]; questions: readonly string[] },
): Promise<Counts> {
  const counts: Counts = { events: new Map(), options: new Map() };
  if (of.events.length + of.questions.length === 0) return counts;
  const [, , rows] = await Promise.all([
    tx.execute(
      sql`select 1 from events where id = any (${list(of.events)}::uuid[]) order by id for no key update`,
    ),
    tx.execute(
      sql`select 1 from rsvp_questions where id = any (${list(of.questions)}::uuid[]) order by id for no key update`,
    ),
    // Under the tenant's policy deleted guests are not there, and take no place.
    tx.execute<{ id: string; option: string | null; taken: number }>(sql`
      select e.event_id as id, null as option, count(*)::int as taken
        from guest_events e join guests g on g.id = e.guest_id
       where e.event_id = any (${list(of.events)}::uuid[]) and e.attendance = 'attending' group by 1
      union all
      select a.question_id, v.option, count(*)::int
        from rsvp_answers a left join guests g on g.id = a.guest_id,
             jsonb_array_elements_text(case jsonb_typeof(a.value) when 'array' then a.value
                                       else jsonb_build_array(a.value) end) as v (option)
       where a.question_id = any (${list(of.questions)}::uuid[]) and (a.guest_id is null or g.id is not null) group by 1, 2`),
  ]);
  for (const id of of.events) counts.events.set(id, 0);
  for (const { id, option, taken } of rows) {
    if (option === null) counts.events.set(id, taken);
    else counts.options.set(id, (counts.options.get(id) ?? new Map()).set(option, taken));
  }
  return counts;
}
