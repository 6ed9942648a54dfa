import { digest } from "./canonical";
import type { Context } from "./cel";
import { keyOf } from "./cel";
import { LOCKS, type Tx } from "./db";
import type { Definition } from "./definition";

/** What a run's calls count against: `first` for the call that starts it, `rest` for all later ones. */
export type Lanes = { first: Lane; rest: Lane };
export type Lane = {
  id: string;
  functionId: string;
  keys: string[];
  limits: number[];
  throttle?: { key: string; everyMs: number; burst: number };
};

/** The lanes of a run that `context.event` starts. */
export function lanesOf(definition: Definition, context: Context): Lanes {
  const keys = definition.concurrency.map(({ key, scope }) => {
    const owner = scope === "fn" ? `fn:${definition.id}` : scope;
    return key ? `${owner}:${digest(key)}:${brief(keyOf(key, context))}` : owner;
  });
  const limits = definition.concurrency.map((l) => l.limit);
  const rest: Lane = { id: [definition.id, ...keys].join(" | "), functionId: definition.id, keys, limits };
  const { throttle } = definition;
  if (!throttle) return { first: rest, rest };
  const value = throttle.key ? brief(keyOf(throttle.key, context)) : "";
  const key = `${definition.id}:${value}`;
  return {
    rest,
    first: {
      ...rest,
      id: `${rest.id} | start ${value}`,
      throttle: { key, everyMs: throttle.everyMs, burst: throttle.burst },
    },
  };
}

const brief = (value: string): string => (value.length > 60 ? digest(value) : value);

/** Keeps lanes as rows; those that are there stay as they are. */
export async function saveLanes(tx: Tx, lanes: Lane[]): Promise<void> {
  const unique = [...new Map(lanes.map((lane) => [lane.id, lane])).values()];
  for (const lane of unique) {
    await tx`
      insert into jobs.lanes (id, function_id, keys, limits, throttle, throttle_every, throttle_burst)
      values (${lane.id}, ${lane.functionId}, ${lane.keys}::text[], ${lane.limits}::int[], ${lane.throttle?.key ?? null},
        ${lane.throttle?.everyMs ?? null}, ${lane.throttle?.burst ?? null})
      on conflict (id) do nothing`;
  }
}

/** Gives the function's lanes its present numbers, where the number of its limits is still the same. */
export async function refreshLanes(tx: Tx, definition: Definition): Promise<void> {
  const limits = definition.concurrency.map((l) => l.limit);
  await tx`
    update jobs.lanes set limits = ${limits}::int[]
    where function_id = ${definition.id} and cardinality(keys) = ${limits.length} and limits <> ${limits}::int[]`;
  if (!definition.throttle) return;
  const { everyMs, burst } = definition.throttle;
  await tx`
    update jobs.lanes set throttle_every = ${everyMs}, throttle_burst = ${burst}
    where function_id = ${definition.id} and throttle is not null
      and (throttle_every, throttle_burst) is distinct from (${everyMs}::float8, ${burst}::int)`;
}

/** Takes keys that may be taken once within `ttlMs`; gives back those that were free, with the new owner. */
export async function takeKeys(
  tx: Tx,
  scope: string,
  wanted: { key: string; owner: string }[],
  ttlMs: number,
): Promise<Set<string>> {
  const first = [...new Map([...wanted].reverse().map((entry) => [entry.key, entry])).values()];
  if (first.length === 0) return new Set();
  const taken = await tx<{ owner: string }[]>`
    insert into jobs.keys (scope, key, owner, expires_at)
    select ${scope}, w.key, w.owner, now() + ${ttlMs} * interval '1 ms'
    from unnest(${first.map((e) => e.key)}::text[], ${first.map((e) => e.owner)}::uuid[]) as w (key, owner)
    order by w.key
    on conflict (scope, key) do update set owner = excluded.owner, expires_at = excluded.expires_at
      where jobs.keys.expires_at < now()
    returning owner`;
  return new Set(taken.map((row) => row.owner));
}

/** Whether one more run fits into the rate limit: never more than `limit` in any stretch of `periodMs`. */
export async function takeRate(tx: Tx, scope: string, limit: number, periodMs: number): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(${LOCKS.rate}, hashtext(${scope}))`;
  const taken = await tx`
    insert into jobs.rate_marks (scope) select ${scope}
    where (select count(*) from jobs.rate_marks
      where scope = ${scope} and at > clock_timestamp() - ${periodMs} * interval '1 ms') < ${limit}
    returning 1`;
  return taken.length > 0;
}

/** How many more starts a throttle (GCRA) allows now: `ahead` is by how many ms its next slot lies in the future. */
export function throttleRoom(ahead: number, everyMs: number, burst: number): number {
  return Math.max(0, Math.floor(burst - Math.max(0, ahead) / everyMs));
}
