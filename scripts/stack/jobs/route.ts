import type { Json } from "./canonical";
import { holds, keyOf } from "./cel";
import { type Db, isPassing, LOCKS, type Tx } from "./db";
import type { Definition } from "./definition";
import { gather } from "./gather";
import { takeKeys, takeRate } from "./limits";
import type { Registry } from "./registry";
import { createRuns, errorJson, finishRun, resolveSteps, type Start } from "./runs";

/** An event as it is stored. */
export type StoredEvent = { id: string; name: string; body: string };

const BATCH = 200;
const DAY_MS = 24 * 3_600_000;

/**
 * Tells the oldest events nobody was told of yet to runs that wait for them and to the functions they trigger. One
 * router at a time, in the order of arrival, so that an event that cancels finds the run an earlier one started.
 * How many events were routed; fewer than a full batch means that none are left.
 */
export async function routeEvents(db: Db, registry: Registry): Promise<{ routed: number; full: boolean }> {
  try {
    return await db.transact((tx) => routeBatch(tx, registry, BATCH));
  } catch (error) {
    if (isPassing(error)) throw error;
    console.error("[jobs] a batch of events could not be routed; trying them one by one:", error);
  }
  try {
    return await db.transact((tx) => routeBatch(tx, registry, 1));
  } catch (error) {
    // One event must not stop all others: it is put aside with the reason, and shown.
    const problem = String(error instanceof Error ? error.message : error);
    await db.sql`
      update jobs.events set routed = true, problem = ${problem}
      where seq = (select min(seq) from jobs.events where not routed)`;
    console.error("[jobs] an event was put aside:", error);
    return { routed: 0, full: true };
  }
}

async function routeBatch(tx: Tx, registry: Registry, size: number) {
  const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LOCKS.route}) as mine`;
  if (!lock?.mine) return { routed: 0, full: false };
  const events = await tx<StoredEvent[]>`
    select id, name, body from jobs.events where not routed order by seq limit ${size}`;
  if (events.length === 0) return { routed: 0, full: false };
  await registry.refresh(tx);
  const awaited = new Set(
    (await tx`select distinct event from jobs.waits`).map((row) => row.event as string),
  );
  const starts: Start[] = [];
  for (const event of events) {
    const body = JSON.parse(event.body) as Json;
    if (awaited.has(event.name) || registry.cancels(event.name)) {
      await createRuns(tx, starts.splice(0));
      await tellWaiting(tx, event, body);
    }
    for (const definition of registry.all()) {
      if (triggers(definition, event.name, body))
        starts.push(...(await admit(tx, definition, event.id, body)));
    }
  }
  await createRuns(tx, starts);
  await tx`update jobs.events set routed = true where id = any(${events.map((event) => event.id)}::uuid[])`;
  return { routed: events.length, full: events.length === size };
}

function triggers(definition: Definition, name: string, event: Json): boolean {
  return definition.events.some((trigger) => {
    const prefix = trigger.name.endsWith("*") ? trigger.name.slice(0, -1) : undefined;
    const named = prefix === undefined ? trigger.name === name : name.startsWith(prefix);
    return named && holds(trigger.if, { event });
  });
}

/** The run an event starts in a function, if neither its limits nor its gathering keep it from starting now. */
async function admit(tx: Tx, definition: Definition, eventId: string, event: Json): Promise<Start[]> {
  const { idempotency, rateLimit, debounce, batch } = definition;
  if (idempotency) {
    const wanted = [{ key: keyOf(idempotency, { event }), owner: eventId }];
    const taken = await takeKeys(tx, `fn:${definition.id}`, wanted, DAY_MS);
    if (taken.size === 0) return [];
  }
  if (rateLimit) {
    const scope = `${definition.id}:${rateLimit.key ? keyOf(rateLimit.key, { event }) : ""}`;
    if (!(await takeRate(tx, scope, rateLimit.limit, rateLimit.periodMs))) return [];
  }
  if (debounce || (batch && holds(batch.if, { event }))) {
    const gathered = await gather(tx, definition, eventId, event);
    return gathered ? [gathered] : [];
  }
  return [{ definition, eventIds: [eventId], event }];
}

/** Resolves the steps that wait for this event and cancels the runs that it cancels. */
async function tellWaiting(tx: Tx, event: StoredEvent, body: Json): Promise<void> {
  const waits = await tx<{ run_id: string; step: string; expression: string | null; body: string }[]>`
    select w.run_id, w.step, w.expression, e.body from jobs.waits w
    join jobs.runs r on r.id = w.run_id join jobs.events e on e.id = r.event_ids[1]
    where w.event = ${event.name} and (w.until is null or w.until > now()) order by w.run_id`;
  const matching = waits.filter(({ expression, body: origin }) =>
    holds(expression, { event: expression ? (JSON.parse(origin) as Json) : null, async: body }),
  );
  const cancelled = new Set(matching.filter((wait) => wait.step === "").map((wait) => wait.run_id));
  for (const runId of cancelled) {
    await tx`select from jobs.runs where id = ${runId} for update`;
    const error = errorJson("Cancelled", `Cancelled by the event ${event.name} (${event.id}).`);
    await finishRun(tx, runId, { status: "cancelled", error });
  }
  const resumed = matching.filter((wait) => wait.step !== "" && !cancelled.has(wait.run_id));
  await resolveSteps(
    tx,
    resumed.map((wait) => ({ runId: wait.run_id, hash: wait.step, data: event.body })),
  );
}
