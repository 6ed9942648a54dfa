import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import type { MailProvider } from "@/lib/clients/email/mail";
import { LONGEST_WAIT, leastSpacing, spacing } from "../policy";

type Paced = Pick<MailProvider, "name" | "callsPerSecond">;

/** When this process last called a provider. */
const lastCall = new Map<string, number>();

/**
 * Waits for the next moment at which the provider may be called. All processes share one row, so that together they
 * keep the limit, with even steps between the calls; a process that wakes late does not make up for it at once.
 *
 * @returns false when the next free moment is too far ahead to wait for
 */
export async function awaitTurn(provider: Paced): Promise<boolean> {
  const wait = await takeTurn(provider);
  if (wait === null) return false;
  await sleep(wait);
  const least = leastSpacing(provider) * 1_000;
  for (;;) {
    const early = (lastCall.get(provider.name) ?? Number.NEGATIVE_INFINITY) + least - performance.now();
    if (early <= 0) break;
    await sleep(early);
  }
  lastCall.set(provider.name, performance.now());
  return true;
}

/** Takes a moment in the shared row; answers the milliseconds until then. */
async function takeTurn(provider: Paced): Promise<number | null> {
  const step = sql`${spacing(provider)} * interval '1 second'`;
  const [row] = await asSystem("the provider's limit is shared by all organizations", (tx) =>
    tx.execute<{ wait: number }>(sql`
      insert into provider_pace as p (provider, next_at) values (${provider.name}, clock_timestamp() + ${step})
      on conflict (provider) do update set next_at = greatest(p.next_at, clock_timestamp()) + ${step}
        where p.next_at < clock_timestamp() + ${LONGEST_WAIT} * interval '1 second'
      returning (extract(epoch from p.next_at - ${step} - clock_timestamp()) * 1000)::float8 as wait`),
  );
  return row ? Math.max(0, row.wait) : null;
}

/** Lets nobody call the provider for a while: it said so (Retry-After). */
export async function holdBack(provider: Paced, seconds: number): Promise<void> {
  await asSystem("the provider's limit is shared by all organizations", (tx) =>
    tx.execute(sql`
      insert into provider_pace as p (provider, next_at)
      values (${provider.name}, clock_timestamp() + ${seconds} * interval '1 second')
      on conflict (provider) do update set next_at = greatest(p.next_at, excluded.next_at)`),
  );
}
