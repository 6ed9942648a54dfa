import { uuidv7 } from "uuidv7";
import { canonical, type Json } from "./canonical";
import { numberOf } from "./cel";
import type { Tx } from "./db";
import type { Definition } from "./definition";
import { timeOf } from "./durations";
import { type Lane, lanesOf, saveLanes } from "./limits";

/** A run to be made: its function, its events (the first is the one expressions see), and who invoked it. */
export type Start = {
  definition: Definition;
  eventIds: string[];
  event: Json;
  parent?: { runId: string; step: string };
};

/** Makes runs with their first queued call and what would cancel them; gives their ids in the same order. */
export async function createRuns(tx: Tx, starts: Start[]): Promise<string[]> {
  if (starts.length === 0) return [];
  const rows = starts.map((start) => {
    const lanes = lanesOf(start.definition, { event: start.event });
    const priority = start.definition.priority
      ? Math.max(-600, Math.min(600, numberOf(start.definition.priority, { event: start.event }) ?? 0))
      : 0;
    return { ...start, id: uuidv7(), lanes, priority, due: futureOf(start.event) };
  });
  await saveLanes(
    tx,
    rows.flatMap(({ lanes }): Lane[] => [lanes.first, lanes.rest]),
  );
  await tx`
    insert into jobs.runs (id, function_id, event_ids, lane, rank, parent_run, parent_step)
    select r.id, r.fn, r.events::uuid[], r.lane,
      coalesce(r.due::timestamptz, clock_timestamp()) - r.priority::int * interval '1 s', r.parent, r.step
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.definition.id)}::text[],
      ${rows.map((r) => `{${r.eventIds.join(",")}}`)}::text[], ${rows.map((r) => r.lanes.rest.id)}::text[],
      ${rows.map((r) => r.priority)}::int[], ${rows.map((r) => r.parent?.runId ?? null)}::uuid[],
      ${rows.map((r) => r.parent?.step ?? null)}::text[], ${rows.map((r) => r.due)}::text[])
      as r (id, fn, events, lane, priority, parent, step, due)`;
  await tx`
    insert into jobs.queue (id, run_id, step, function_id, lane, rank, due_at)
    select r.id, r.id, '', runs.function_id, r.lane, runs.rank, coalesce(r.due::timestamptz, now())
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.lanes.first.id)}::text[],
      ${rows.map((r) => r.due)}::text[]) as r (id, lane, due)
    join jobs.runs on runs.id = r.id`;
  for (const { id, definition } of rows) {
    for (const cancel of definition.cancel) {
      const until = cancel.timeout ? (timeOf(cancel.timeout) ?? null) : null;
      await tx`
        insert into jobs.waits (id, run_id, step, event, expression, until)
        values (${uuidv7()}, ${id}, '', ${cancel.event}, ${cancel.if ?? null}, ${until})`;
    }
  }
  return rows.map((r) => r.id);
}

/** The time of an event that is meant for later; null for one of now. */
function futureOf(event: Json): string | null {
  const ts = typeof event === "object" && event !== null && !Array.isArray(event) ? event.ts : undefined;
  return typeof ts === "number" && ts > Date.now() && ts < 8.64e15 ? new Date(ts).toISOString() : null;
}

/** What a waiting step comes to. */
export type Resolution = { runId: string; hash: string; data?: string; error?: string };

/**
 * Gives waiting steps their results (canonical JSON), each at most once, and queues the search for what comes next.
 * With `skipLocked` the runs that are being changed just now are left for another time. How many were resolved.
 */
export async function resolveSteps(tx: Tx, results: Resolution[], skipLocked = false): Promise<number> {
  if (results.length === 0) return 0;
  const ids = [...new Set(results.map((r) => r.runId))];
  const locked = await tx<{ id: string }[]>`
    select id from jobs.runs where id = any(${ids}::uuid[]) and status in ('queued', 'running')
    order by id for update ${skipLocked ? tx`skip locked` : tx``}`;
  const alive = new Set(locked.map((row) => row.id));
  const rows = results.filter((r) => alive.has(r.runId));
  if (rows.length === 0) return 0;
  const done = await tx<{ run_id: string; hash: string; race: boolean }[]>`
    update jobs.steps set status = case when r.error is null then 'done' else 'failed' end, data = r.data,
      error = r.error, wake_at = null, ended_at = now(), seq = nextval('jobs.completions')
    from unnest(${rows.map((r) => r.runId)}::uuid[], ${rows.map((r) => r.hash)}::text[],
      ${rows.map((r) => r.data ?? null)}::text[], ${rows.map((r) => r.error ?? null)}::text[])
      as r (run_id, hash, data, error)
    where steps.run_id = r.run_id and steps.hash = r.hash and steps.status = 'waiting'
    returning steps.run_id, steps.hash, steps.race`;
  if (done.length === 0) return 0;
  await tx`
    delete from jobs.waits using unnest(${done.map((d) => d.run_id)}::uuid[], ${done.map((d) => d.hash)}::text[])
      as r (run_id, step) where waits.run_id = r.run_id and waits.step = r.step`;
  await queueDiscovery(tx, done);
  return done.length;
}

/**
 * Queues the call that finds what comes next in these (locked) runs: when nothing is pending any more, or at once
 * for a step that races or a function that is called after each step.
 */
export async function queueDiscovery(tx: Tx, finished: { run_id: string; race: boolean }[]): Promise<void> {
  const ids = [...new Set(finished.map((f) => f.run_id))];
  const racing = finished.filter((f) => f.race).map((f) => f.run_id);
  await tx`
    insert into jobs.queue (id, run_id, step, function_id, lane, rank, due_at)
    select gen_random_uuid(), id, '', function_id, lane, rank, now() from jobs.runs
    where id = any(${ids}::uuid[]) and (eager or id = any(${racing}::uuid[]) or not exists (
      select from jobs.steps where run_id = runs.id and status in ('planned', 'waiting')))
    on conflict (run_id, step) do update set again = true where jobs.queue.lease_until is not null`;
}

/** How a run ends; `output` and `error` are canonical JSON. */
export type Ending =
  | { status: "completed"; output: string }
  | { status: "failed"; error: string }
  | { status: "cancelled"; error: string };

/**
 * Ends a (locked) run for good: nothing of it is called, woken or cancelled any more; its parent's step gets the
 * result, and `inngest/function.failed`, `.cancelled` and `.finished` are told to whoever listens.
 */
export async function finishRun(tx: Tx, runId: string, ending: Ending): Promise<void> {
  const output = ending.status === "completed" ? ending.output : null;
  const error = ending.status === "completed" ? null : ending.error;
  const news = [
    "inngest/function.finished",
    ...(ending.status === "failed" ? ["inngest/function.failed"] : []),
    ...(ending.status === "cancelled" ? ["inngest/function.cancelled"] : []),
  ];
  const [run] = await tx<Ended[]>`
    with ended as (
      update jobs.runs set status = ${ending.status}, output = ${output}, error = ${error}, ended_at = now()
      where id = ${runId} and status in ('queued', 'running') returning id, function_id, parent_run, parent_step),
    calls as (delete from jobs.queue where run_id in (select id from ended)),
    waits as (delete from jobs.waits where run_id in (select id from ended)),
    pending as (
      update jobs.steps set status = 'dropped', wake_at = null, ended_at = now()
      where run_id in (select id from ended) and status in ('planned', 'waiting'))
    select function_id, parent_run, parent_step, array(
      select name from unnest(${news}::text[]) as name
      where exists (select from jobs.functions where active and event_names @> array[name])
        or exists (select from jobs.waits where event = name)) as awaited
    from ended`;
  if (!run) return;
  if (run.awaited.length > 0) await announce(tx, runId, run, ending);
  if (run.parent_run && run.parent_step) {
    const result = ending.status === "completed" ? { data: ending.output } : { error: ending.error };
    await resolveSteps(tx, [{ runId: run.parent_run, hash: run.parent_step, ...result }]);
  }
}

type Ended = {
  function_id: string;
  parent_run: string | null;
  parent_step: string | null;
  awaited: string[];
};

async function announce(tx: Tx, runId: string, run: Ended, ending: Ending): Promise<void> {
  const events = await tx<{ body: string }[]>`
    select e.body from jobs.runs r, unnest(r.event_ids) with ordinality as i (id, n) join jobs.events e on e.id = i.id
    where r.id = ${runId} order by i.n`;
  const bodies = events.map((e) => JSON.parse(e.body) as Json);
  const result: Record<string, Json> =
    ending.status === "completed"
      ? { result: JSON.parse(ending.output) as Json }
      : { error: JSON.parse(ending.error) as Json };
  for (const name of run.awaited) {
    const id = uuidv7();
    const data = {
      function_id: run.function_id,
      run_id: runId,
      ...result,
      event: bodies[0] ?? null,
      events: bodies,
    };
    await tx`
      insert into jobs.events (id, name, body)
      values (${id}, ${name}, ${canonical({ name, id, ts: Date.now(), data })})`;
  }
}

/** An error of the executor's own making, as the SDK reads errors. */
export function errorJson(name: string, message: string): string {
  return canonical({ name, message, stack: "", __serialized: true });
}
