import { uuidv7 } from "uuidv7";
import { canonical } from "./canonical";
import { freeExpired } from "./claim";
import type { Db, Tx } from "./db";
import { openCron } from "./definition";
import { startGathered } from "./gather";
import type { Registry } from "./registry";
import { routeEvents } from "./route";
import { createRuns, resolveSteps } from "./runs";

type Due = {
  revision: string;
  synced: boolean;
  unrouted: boolean;
  expired: boolean;
  steps: number | null;
  gathers: number | null;
  crons: number | null;
};

/**
 * Does everything whose time has come: events to route, sleeps and timeouts to end, gatherings and crons to start,
 * leases of dead executors to free, but not those of the calls in `mine()`. `changed` is whether calls may have become
 * due, `wakeIn` in how many ms something is.
 *
 * Events wait until the app has registered since `startedAt`, so that a new function misses none.
 */
export async function tick(
  db: Db,
  registry: Registry,
  owner: string,
  mine: () => string[],
  { startedAt, leaseMs }: { startedAt: Date; leaseMs: number },
): Promise<{ changed: boolean; wakeIn: number }> {
  const [due] = await db.sql<Due[]>`
    select (select coalesce(max(revision), 0) from jobs.functions) as revision,
      exists (select from jobs.apps where synced_at >= ${startedAt}) as synced,
      exists (select from jobs.events where not routed) as unrouted,
      exists (select from jobs.queue where lease_until < now()) as expired,
      (select ${inMs(db, "min(wake_at)")} from jobs.steps where status = 'waiting' and wake_at is not null) as steps,
      (select ${inMs(db, "min(due_at)")} from jobs.gathers) as gathers,
      (select ${inMs(db, "min(next_at)")} from jobs.crons) as crons`;
  if (!due) return { changed: false, wakeIn: Number.POSITIVE_INFINITY };
  if (!registry.is(due.revision)) await registry.refresh(db.sql);
  let changed = false;
  let full = false;
  if (due.synced && due.unrouted) {
    const routed = await routeEvents(db, registry);
    changed ||= routed.routed > 0;
    full ||= routed.full;
  }
  if (due.expired) changed = (await freeExpired(db, owner, mine(), leaseMs)) > 0 || changed;
  if (isDue(due.steps)) changed = (await db.transact(endWaits)) > 0 || changed;
  if (isDue(due.gathers) && due.synced) {
    changed = (await db.transact((tx) => startGathered(tx, registry))) > 0 || changed;
  }
  if (isDue(due.crons)) changed = (await db.transact((tx) => startCrons(tx, registry))) > 0 || changed;
  const next = [due.steps, due.gathers, due.crons].filter((ms): ms is number => ms !== null && ms > 0);
  return { changed, wakeIn: full ? 0 : Math.min(Number.POSITIVE_INFINITY, ...next) };
}

const inMs = (db: Db, time: string) => db.sql.unsafe(`(extract(epoch from ${time} - now()) * 1000)::float8`);
const isDue = (ms: number | null): boolean => ms !== null && ms <= 0;

/** Ends the sleeps, event waits and invocations whose time is over; how many. */
async function endWaits(tx: Tx): Promise<number> {
  const rows = await tx<{ run_id: string; hash: string; on_wake: string | null }[]>`
    select run_id, hash, on_wake from jobs.steps where status = 'waiting' and wake_at <= now()
    order by wake_at limit 500`;
  const results = rows.map(({ run_id, hash, on_wake }) => {
    const result = on_wake === null ? { data: "null" } : { error: on_wake };
    return { runId: run_id, hash, ...result };
  });
  return resolveSteps(tx, results, true);
}

/**
 * Starts the runs of cron ticks: each tick once, however many executors there are. Of ticks missed while none was
 * there, only the latest runs.
 */
async function startCrons(tx: Tx, registry: Registry): Promise<number> {
  const due = await tx<{ function_id: string; expression: string; next_at: Date; now: Date }[]>`
    select function_id, expression, next_at, now() as now from jobs.crons where next_at <= now()
    order by function_id, expression for update skip locked`;
  let started = 0;
  for (const { function_id, expression, next_at, now } of due) {
    const cron = openCron(expression);
    const latest = cron.previousRuns(1, new Date(now.getTime() + 1))[0];
    const tick = latest && latest > next_at ? latest : next_at;
    const next = cron.nextRun(now);
    if (next) {
      await tx`
        update jobs.crons set next_at = ${next} where function_id = ${function_id} and expression = ${expression}`;
    }
    const definition = registry.get(function_id);
    if (!definition) continue;
    const fresh = await tx`
      insert into jobs.ticks (function_id, expression, tick) values (${function_id}, ${expression}, ${tick})
      on conflict do nothing returning 1`;
    if (fresh.length === 0) continue;
    const id = uuidv7();
    const event = { name: "inngest/scheduled.timer", id, ts: tick.getTime(), data: { cron: expression } };
    await tx`
      insert into jobs.events (id, name, body, routed) values (${id}, ${event.name}, ${canonical(event)}, true)`;
    const [runId] = await createRuns(tx, [{ definition, eventIds: [id], event }]);
    await tx`
      update jobs.ticks set run_id = ${runId ?? null}
      where function_id = ${function_id} and expression = ${expression} and tick = ${tick}`;
    started += 1;
  }
  return started;
}

/** Forgets what is over: keys and rate marks past their time, runs that ended `keepDays` ago, events without a run. */
export async function prune(db: Db, keepDays: number): Promise<void> {
  await db.sql`delete from jobs.keys where expires_at < now()`;
  await db.sql`delete from jobs.rate_marks where at < now() - interval '8 days'`;
  await db.sql`delete from jobs.ticks where tick < now() - interval '8 days'`;
  await db.transact(async (tx) => {
    // Whoever makes runs holds lanes until it commits: nobody is between finding a lane and queueing into it.
    await tx`lock table jobs.lanes in exclusive mode`;
    await tx`
      delete from jobs.lanes where not exists (select from jobs.queue where lane = lanes.id)
        and not exists (select from jobs.runs where lane = lanes.id and status in ('queued', 'running'))`;
  });
  await db.sql`
    delete from jobs.runs where status not in ('queued', 'running') and ended_at < now() - ${keepDays} * interval '1 day'`;
  await db.sql`
    delete from jobs.events where routed and received_at < now() - ${keepDays} * interval '1 day'
      and not exists (select from (select unnest(event_ids) as id from jobs.runs) used where used.id = events.id)
      and not exists (select from (select unnest(event_ids) as id from jobs.gathers) used where used.id = events.id)`;
}
