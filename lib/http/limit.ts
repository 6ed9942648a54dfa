import { env } from "@/lib/clients/env";
import { log } from "@/lib/clients/log";
import { redis } from "@/lib/clients/redis";
import { type LimitClass, limits } from "./endpoint";
import { gathered } from "./gather";
import { type Allowance, AppError } from "./problem";

const WINDOW = 60_000;
const local = new Map<string, { window: number; count: number; previous: number }>();
let awayUntil = 0;

/**
 * Counts one request in a sliding window of two counters: this minute's, and the last one's by how much of it
 * still lies in the window (Cloudflare's scheme). What is refused is taken off again, so that whoever asks ten
 * times too often still gets what the limit allows, and no less. In the process when Redis is away.
 *
 * @param actor who is counted, as one word
 * @param allowed requests a minute; RATE_LIMIT_SCALE multiplies it
 * @param now milliseconds since 1970
 * @throws AppError rate_limited, with the seconds to wait
 */
export async function limit(
  actor: string,
  group: LimitClass | string,
  allowed: number = limits[group as LimitClass],
  now: number = Date.now(),
): Promise<Allowance> {
  const max = Math.max(1, Math.round(allowed * env().RATE_LIMIT_SCALE));
  const window = Math.floor(now / WINDOW);
  const elapsed = (now % WINDOW) / WINDOW;
  const key = `rl:${group}:${actor}`;
  const [previous, current] = await count(key, window);
  const used = previous * (1 - elapsed) + current;
  const resetSeconds = Math.ceil((WINDOW - (now % WINDOW)) / 1_000);
  if (used > max) {
    await uncount(key, window);
    throw new AppError("rate_limited", {
      detail: `That was too often. Try again in ${resetSeconds} seconds.`,
      retryAfter: resetSeconds,
      meta: { limit: max },
      allowance: { limit: max, remaining: 0, resetSeconds },
    });
  }
  return { limit: max, remaining: Math.max(0, Math.floor(max - used)), resetSeconds };
}

type Counting = { key: string; window: number; counts?: [previous: number, current: number] };

async function count(key: string, window: number): Promise<[previous: number, current: number]> {
  const counting: Counting = { key, window };
  if (Date.now() >= awayUntil) await countTogether(counting);
  return counting.counts ?? countHere(key, window);
}

/** Requests that come at once are counted by one call. It never fails: where Redis is away nothing is counted. */
const countTogether = gathered<Counting>(async (all) => {
  // Those who waited behind a call that failed are not to wait for another one.
  if (Date.now() < awayUntil) return;
  const pipeline = redis().pipeline();
  for (const { key, window } of all) {
    const current = `${key}:${window}`;
    pipeline
      .get<number>(`${key}:${window - 1}`)
      .incr(current)
      .pexpire(current, 2 * WINDOW);
  }
  try {
    const answers = await pipeline.exec<(number | null)[]>();
    for (const [at, one] of all.entries()) {
      one.counts = [Number(answers[3 * at] ?? 0), Number(answers[3 * at + 1])];
    }
  } catch (error) {
    // Asked again in two seconds: a Redis that hangs must not slow every request down.
    awayUntil = Date.now() + 2_000;
    log.warn({ error: String(error) }, "Redis is away; limits are counted in this process");
  }
}, 100);

async function uncount(key: string, window: number): Promise<void> {
  const here = local.get(key);
  if (Date.now() < awayUntil) {
    if (here?.window === window) here.count -= 1;
    return;
  }
  await redis()
    .decr(`${key}:${window}`)
    .catch((error: unknown) => log.warn({ error: String(error) }, "a refused request stays counted"));
}

function countHere(key: string, window: number): [previous: number, current: number] {
  if (local.size > 50_000) local.clear();
  const entry = local.get(key);
  const next =
    entry?.window === window
      ? { ...entry, count: entry.count + 1 }
      : { window, count: 1, previous: entry?.window === window - 1 ? entry.count : 0 };
  local.set(key, next);
  return [next.previous, next.count];
}
