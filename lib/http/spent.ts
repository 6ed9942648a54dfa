import { type SQL, sql } from "drizzle-orm";
import { asSystem, type Tx } from "@/db/client";

const AT_ONCE = 5_000;

/**
 * Takes away rows of all organizations some thousand at a time, each part in a transaction of its own, so that nobody
 * waits for them.
 *
 * @param remove deletes as many as it is told to, and answers the rows that went
 * @returns how many rows went
 */
export async function purgeInParts(
  reason: string,
  remove: (tx: Tx, most: number) => Promise<readonly unknown[]>,
): Promise<number> {
  for (let all = 0; ; ) {
    const gone = await asSystem(reason, (tx) => remove(tx, AT_ONCE));
    all += gone.length;
    if (gone.length < AT_ONCE) return all;
  }
}

/** What has served: answers to keys after their 24 hours, events a week after they left the outbox. */
const spent: ((most: number) => SQL)[] = [
  (most) => sql`
    delete from idempotency_keys where (actor, key) in (
      select actor, key from idempotency_keys where created_at < now() - interval '24 hours'
       order by created_at limit ${most}) returning 1`,
  (most) => sql`
    delete from outbox where id in (
      select id from outbox where sent_at < now() - interval '7 days' order by id limit ${most}) returning 1`,
];

/** Takes away what has served, of all organizations. @returns how many rows went */
export async function purgeSpent(): Promise<number> {
  let all = 0;
  for (const some of spent) {
    all += await purgeInParts("what has served goes for every organization", (tx, most) =>
      tx.execute(some(most)),
    );
  }
  return all;
}
