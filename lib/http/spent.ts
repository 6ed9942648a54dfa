import { type SQL, sql } from "drizzle-orm";
import { asSystem } from "@/db/client";

const AT_ONCE = 5_000;

/** What has served, a part of it: answers to keys after their 24 hours, events a week after they left the outbox. */
const spent: SQL[] = [
  sql`delete from idempotency_keys where (actor, key) in (
        select actor, key from idempotency_keys where created_at < now() - interval '24 hours'
         order by created_at limit ${AT_ONCE}) returning 1`,
  sql`delete from outbox where id in (
        select id from outbox where sent_at < now() - interval '7 days' order by id limit ${AT_ONCE}) returning 1`,
];

/**
 * Takes away what has served, of all organizations, some thousand at a time so that nobody waits for it.
 *
 * @returns how many rows went
 */
export async function purgeSpent(): Promise<number> {
  let all = 0;
  for (const some of spent) {
    for (let gone = AT_ONCE; gone === AT_ONCE; all += gone) {
      gone = (await asSystem("what has served goes for every organization", (tx) => tx.execute(some))).length;
    }
  }
  return all;
}
