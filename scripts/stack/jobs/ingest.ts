import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { canonical, type Json } from "./canonical";
import type { Db } from "./db";
import { takeKeys } from "./limits";

/** An event's id means the same event for this long. */
const DEDUPE_MS = 24 * 3_600_000;

const eventSchema = z.looseObject({
  name: z.string().min(1).max(256),
  data: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().max(512).nullish(),
  ts: z.number().nullish(),
});

/** The events of a request body (one or an array), or what is wrong with it. */
export function readEvents(body: unknown): { events: z.infer<typeof eventSchema>[] } | { problem: string } {
  const parsed = z.array(eventSchema).safeParse(Array.isArray(body) ? body : [body]);
  if (parsed.success) return { events: parsed.data };
  const [issue] = parsed.error.issues;
  return { problem: `An event is wrong at ${issue?.path.join(".") || "its root"}: ${issue?.message}` };
}

/**
 * Stores events, each id once in 24 hours, and answers their internal ids: durable when it returns, told to the
 * functions by the router. `seed` (the SDK's `x-inngest-event-id-seed`) makes a repeated request harmless.
 */
export async function ingest(
  db: Db,
  events: z.infer<typeof eventSchema>[],
  seed: string | undefined,
  patienceMs: number,
): Promise<string[]> {
  const rows = events.map((event, index) => {
    const own = seed ? seededId(seed, index) : uuidv7();
    const body = { ...event, data: event.data ?? {}, id: event.id || own, ts: event.ts ?? Date.now() };
    return { own, key: event.id || undefined, name: event.name, body: canonical(body as Json) };
  });
  return db.transact(async (tx) => {
    const keyed = rows.flatMap((row) => (row.key ? [{ key: row.key, owner: row.own }] : []));
    const taken = await takeKeys(tx, "event", keyed, DEDUPE_MS);
    const fresh = rows.filter((row) => !row.key || taken.has(row.own));
    if (fresh.length > 0) {
      await tx`
        insert into jobs.events (id, name, body)
        select id, name, body from unnest(${fresh.map((r) => r.own)}::uuid[], ${fresh.map((r) => r.name)}::text[],
          ${fresh.map((r) => r.body)}::text[]) with ordinality as e (id, name, body, n) order by n
        on conflict (id) do nothing`;
    }
    const owners = await tx<{ key: string; owner: string }[]>`
      select key, owner from jobs.keys where scope = 'event' and key = any(${keyed.map((k) => k.key)}::text[])`;
    const first = new Map(owners.map((row) => [row.key, row.owner]));
    return rows.map((row) => (row.key ? (first.get(row.key) ?? row.own) : row.own));
  }, patienceMs);
}

/** An id that a repeated request gets again. */
function seededId(seed: string, index: number): string {
  const hex = createHash("sha256").update(`${seed},${index}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
