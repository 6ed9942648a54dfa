import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import {
  BREAKS_AFTER,
  type Carrier,
  LONGEST_WAIT,
  leastSpacing,
  PROBE_SECONDS,
  rest,
  spacing,
} from "../policy";

type Paced = Pick<Carrier, "name" | "callsPerSecond">;

const SHARED = "the provider's limit is shared by all organizations";
/** Providers of which this process knows calls without an answer, and no answered one since. */
const unwell = new Set<string>();
/** When this process last called a provider. */
const lastCall = new Map<string, number>();

/**
 * Waits for the next moment at which the provider may be called. All processes share one row, so that together they
 * keep the limit, with even steps between the calls; a process that wakes late does not make up for it at once.
 *
 * @returns null when it is one's turn, else the seconds after which to ask again: it is too far ahead to wait for
 */
export async function awaitTurn(provider: Paced): Promise<number | null> {
  const { wait, mine } = await takeTurn(provider);
  if (!mine) return Math.min(60, Math.max(LONGEST_WAIT / 2, wait / 1_000 - LONGEST_WAIT / 2));
  await sleep(wait);
  const least = leastSpacing(provider) * 1_000;
  for (;;) {
    const early = (lastCall.get(provider.name) ?? Number.NEGATIVE_INFINITY) + least - performance.now();
    if (early <= 0) break;
    await sleep(early);
  }
  lastCall.set(provider.name, performance.now());
  return null;
}

/** Takes a moment in the shared row, unless it lies too far ahead; answers the milliseconds until then. */
async function takeTurn(provider: Paced): Promise<{ wait: number; mine: boolean }> {
  const step = sql`${spacing(provider)} * interval '1 second'`;
  const careful = sql`greatest(${step}, case when p.failures >= ${BREAKS_AFTER} then ${PROBE_SECONDS} * interval '1 second' else ${step} end)`;
  return asSystem(SHARED, async (tx) => {
    const [row] = await tx.execute<{ wait: number; failures: number }>(sql`
      insert into provider_pace as p (provider, next_at) values (${provider.name}, clock_timestamp() + ${step})
      on conflict (provider) do update set next_at = greatest(p.next_at, clock_timestamp()) + ${careful}
        where p.next_at < clock_timestamp() + ${LONGEST_WAIT} * interval '1 second'
      returning (extract(epoch from p.next_at - ${careful} - clock_timestamp()) * 1000)::float8 as wait, failures`);
    if (row && row.failures > 0) unwell.add(provider.name);
    if (row) return { wait: Math.max(0, row.wait), mine: true };
    const [far] = await tx.execute<{ wait: number }>(sql`
      select (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait
        from provider_pace where provider = ${provider.name}`);
    return { wait: far!.wait, mine: false };
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
