import type { Json } from "./canonical";
import { keyOf } from "./cel";
import type { Tx } from "./db";
import type { Definition } from "./definition";
import type { Registry } from "./registry";
import { createRuns, type Start } from "./runs";

/**
 * Puts an event to the others that will start one run together: a debounce keeps the latest, a batch all. The run to
 * start now if the event made a batch full, else undefined and the clock will start it.
 */
export async function gather(
  tx: Tx,
  definition: Definition,
  eventId: string,
  event: Json,
): Promise<Start | undefined> {
  const { debounce, batch } = definition;
  if (debounce) {
    const key = debounce.key ? keyOf(debounce.key, { event }) : "";
    const last = debounce.timeoutMs ?? null;
    await tx`
      insert into jobs.gathers (function_id, key, event_ids, due_at, deadline)
      values (${definition.id}, ${key}, ${[eventId]}::uuid[], now() + ${debounce.periodMs} * interval '1 ms',
        now() + ${last}::float8 * interval '1 ms')
      on conflict (function_id, key) do update set event_ids = excluded.event_ids,
        due_at = least(excluded.due_at, jobs.gathers.deadline)`;
    return undefined;
  }
  if (!batch) return undefined;
  const key = batch.key ? keyOf(batch.key, { event }) : "";
  const [row] = await tx<{ event_ids: string[] }[]>`
    insert into jobs.gathers (function_id, key, event_ids, due_at)
    values (${definition.id}, ${key}, ${[eventId]}::uuid[], now() + ${batch.timeoutMs} * interval '1 ms')
    on conflict (function_id, key) do update set event_ids = jobs.gathers.event_ids || excluded.event_ids
    returning event_ids`;
  if (!row || row.event_ids.length < batch.maxSize) return undefined;
  await tx`delete from jobs.gathers where function_id = ${definition.id} and key = ${key}`;
  return { definition, eventIds: row.event_ids, event: await firstEvent(tx, row.event_ids) };
}

/** Starts the runs of all gatherings whose time has come; how many. */
export async function startGathered(tx: Tx, registry: Registry): Promise<number> {
  const due = await tx<{ function_id: string; key: string; event_ids: string[] }[]>`
    delete from jobs.gathers where (function_id, key) in (
      select function_id, key from jobs.gathers where due_at <= now() order by due_at limit 100
      for update skip locked)
    returning function_id, key, event_ids`;
  const starts: Start[] = [];
  for (const { function_id, event_ids } of due) {
    const definition = registry.get(function_id);
    if (definition) starts.push({ definition, eventIds: event_ids, event: await firstEvent(tx, event_ids) });
  }
  await createRuns(tx, starts);
  return due.length;
}

async function firstEvent(tx: Tx, ids: string[]): Promise<Json> {
  const [row] = await tx<{ body: string }[]>`select body from jobs.events where id = ${ids[0] ?? null}`;
  return row ? (JSON.parse(row.body) as Json) : null;
}
