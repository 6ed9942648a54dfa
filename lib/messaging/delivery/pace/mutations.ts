import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { gathered } from "@/lib/http/gather";
import {
  allowance,
  BREAKS_AFTER,
  type Carrier,
  LONGEST_WAIT,
  PROBE_SECONDS,
  rest,
  spacing,
  UNUSED_SECONDS,
} from "../policy";

type Paced = Pick<Carrier, "name" | "callsPerSecond">;

const SHARED = "the provider's limit is shared by all organizations";
/** Providers of which this process knows calls without an answer, and no answered one since. */
const unwell = new Set<string>();
/** When this process last called a provider, as many calls as one window holds, the earliest first. */
const lastCalls = new Map<string, number[]>();

/** A moment in the shared row: milliseconds until then, and whether it is one's own or lies too far ahead. */
type Turn = { wait: number; mine: boolean };
type Asking = Paced & { turn?: Turn };

/**
 * Waits for the next moment at which the provider may be called. All processes share one row, so that together they
 * keep the limit, with even steps between the calls. A process that wakes late makes up for it, as far as no second of
 * its own calls holds one too many.
 *
 * @returns null when it is one's turn, else the seconds after which to ask again: it is too far ahead to wait for
 */
export async function awaitTurn({ name, callsPerSecond }: Paced): Promise<number | null> {
  const asking: Asking = { name, callsPerSecond };
  await ask(asking);
  const { wait, mine } = asking.turn!;
  if (!mine) return Math.min(60, Math.max(LONGEST_WAIT / 2, wait / 1_000 - LONGEST_WAIT / 2));
  await sleep(wait);
  const { calls, seconds } = allowance(asking);
  const recent = lastCalls.get(name) ?? [];
  lastCalls.set(name, recent);
  for (;;) {
    const early = recent.length < calls ? 0 : recent[0]! + seconds * 1_000 - performance.now();
    if (early <= 0) break;
    await sleep(early);
  }
  recent.push(performance.now());
  if (recent.length > calls) recent.shift();
  return null;
}

/**
 * Those who ask at once share a transaction: the row is locked until its end is on its way, and one after the other
 * they would wait for each other longer than for their calls.
 */
const ask = gathered<Asking>(async (all) => {
  for (const name of new Set(all.map((one) => one.name))) {
    const asking = all.filter((one) => one.name === name);
    const { callsPerSecond } = asking[0]!;
    // No more than a second's turns at once: the last must not lie much further ahead than the longest wait.
    const most = Math.max(1, Math.floor(callsPerSecond));
    for (let from = 0; from < asking.length; from += most) {
      const some = asking.slice(from, from + most);
      const turns = await takeTurns({ name, callsPerSecond }, some.length);
      for (const [at, one] of some.entries()) one.turn = turns[at]!;
    }
  }
}, 100);

/** Takes moments in the shared row, unless they lie too far ahead; one only while the provider does not answer. */
async function takeTurns(provider: Paced, count: number): Promise<Turn[]> {
  const seconds = spacing(provider);
  const isWell = sql`p.failures < ${BREAKS_AFTER}`;
  const step = sql`(case when ${isWell} then ${seconds}::float8 else ${Math.max(seconds, PROBE_SECONDS)}::float8 end * interval '1 second')`;
  const taken = sql`(case when ${isWell} then ${count}::int else 1 end)`;
  return asSystem(SHARED, async (tx) => {
    // Lost in a crash, it is a call that comes too soon and is asked to wait: not worth a flush that others wait for.
    const [row] = await tx.execute<{ wait: number; step: number; taken: number; failures: number }>(sql`
      insert into provider_pace as p (provider, next_at)
      values (${provider.name}, clock_timestamp() + ${count * seconds} * interval '1 second')
      on conflict (provider) do update set next_at = greatest(p.next_at, clock_timestamp() - ${UNUSED_SECONDS} * interval '1 second') + ${taken} * ${step}
        where p.next_at < clock_timestamp() + ${LONGEST_WAIT} * interval '1 second'
      returning (extract(epoch from p.next_at - ${taken} * ${step} - clock_timestamp()) * 1000)::float8 as wait,
                (extract(epoch from ${step}) * 1000)::float8 as step, ${taken} as taken, failures,
                set_config('synchronous_commit', 'off', true)`);
    if (row && row.failures > 0) unwell.add(provider.name);
    if (!row) {
      const [far] = await tx.execute<{ wait: number }>(sql`
        select (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait
          from provider_pace where provider = ${provider.name}`);
      return Array.from({ length: count }, () => ({ wait: far!.wait, mine: false }));
    }
    return Array.from({ length: count }, (_, at) => ({
      wait: Math.max(0, row.wait + at * row.step),
      mine: at < row.taken,
    }));
  });
}

/**
 * Counts calls in a row that the provider did not answer, and leaves it alone for a while after too many (a circuit
 * breaker, shared by all processes); a call that is answered ends the count.
 *
 * @returns the seconds for which nobody calls it now; 0 while it is well
 */
export async function noteHealth(provider: Paced, answered: boolean): Promise<number> {
  const known = unwell.has(provider.name);
  if (answered && !known) return 0;
  const [row] = await asSystem(SHARED, (tx) =>
    tx.execute<{ failures: number }>(sql`
      insert into provider_pace as p (provider, failures) values (${provider.name}, ${answered ? 0 : 1})
      on conflict (provider) do update set failures = ${answered ? sql`0` : sql`p.failures + 1`}
      returning failures`),
  );
  if (answered) unwell.delete(provider.name);
  else unwell.add(provider.name);
  const seconds = rest(row!.failures);
  if (seconds > 0) await holdBack(provider, seconds);
  return seconds;
}

/** Lets nobody call the provider for a while: it said so (Retry-After). */
export async function holdBack(provider: Paced, seconds: number): Promise<void> {
  await asSystem(SHARED, (tx) =>
    tx.execute(sql`
      insert into provider_pace as p (provider, next_at)
      values (${provider.name}, clock_timestamp() + ${seconds} * interval '1 second')
      on conflict (provider) do update set next_at = greatest(p.next_at, excluded.next_at)`),
  );
}
