import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { inngest } from "@/lib/clients/inngest";
import { log } from "@/lib/clients/log";
import { pokeRoom } from "@/lib/clients/realtime";

const BATCH = 200;

type Row = {
  id: string;
  organization_id: string;
  project_id: string | null;
  name: string;
  data: Record<string, unknown>;
  topic: string | null;
};

/**
 * Hands waiting outbox rows to the jobs server and pokes the live rooms. Called after each commit and by a cron
 * each minute; many may run beside each other. An event's id is its row's id, so that handing it over twice is once.
 *
 * @returns how many rows left the outbox
 */
export async function relay(): Promise<number> {
  let total = 0;
  for (;;) {
    const sent = await asSystem("the outbox spans organizations", async (tx) => {
      const rows = await tx.execute<Row>(sql`
        select id, organization_id, project_id, name, data, topic from outbox
         where sent_at is null order by id limit ${BATCH} for update skip locked`);
      if (rows.length === 0) return 0;
      const events = rows.filter((row) => row.name !== "");
      if (events.length > 0) {
        await inngest().send(events.map((row) => ({ id: row.id, name: row.name, data: row.data })));
      }
      await tx.execute(
        sql`update outbox set sent_at = now() where id in ${sql`(${sql.join(
          rows.map((row) => sql`${row.id}::uuid`),
          sql`, `,
        )})`}`,
      );
      // A poke is a signal: it may be lost, the data never is.
      const topics = new Map<string, Set<string>>();
      for (const row of rows) {
        if (!row.project_id || !row.topic) continue;
        topics.set(row.project_id, (topics.get(row.project_id) ?? new Set()).add(row.topic));
      }
      for (const [projectId, names] of topics) void pokeRoom(projectId, [...names]);
      return rows.length;
    });
    total += sent;
    if (sent < BATCH) return total;
  }
}

let running: Promise<unknown> | null = null;
let again = false;

/** Starts a relay after a commit without waiting for it; at most one runs in a process, and one more after it. */
export function relaySoon(): void {
  if (running) {
    again = true;
    return;
  }
  running = relay()
    .catch((error: unknown) =>
      log.warn({ error: String(error) }, "the outbox could not be relayed; the cron will"),
    )
    .finally(() => {
      running = null;
      if (again) {
        again = false;
        relaySoon();
      }
    });
}
