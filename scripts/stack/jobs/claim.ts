import { type Db, LOCKS, type Tx } from "./db";
import { throttleRoom } from "./limits";

/** A call that is ours until its lease ends. */
export type Job = {
  id: string;
  runId: string;
  /** The hash of the step to run, or "" to find what comes next. */
  step: string;
  functionId: string;
  attempt: number;
  drops: number;
  generation: number;
};

type Candidate = {
  lane: string;
  id: string;
  rank: Date;
  keys: string[];
  limits: number[];
  taken: number[] | null;
  throttle: string | null;
  throttle_every: number | null;
  throttle_burst: number | null;
  ahead: number | null;
};

/**
 * Leases up to `capacity` due calls to `owner`, fairly over the lanes and within every limit, whatever other
 * executors do: claims take turns. `wakeIn` is in how many ms a throttle has room again, if one held calls back.
 */
export async function claim(
  db: Db,
  owner: string,
  capacity: number,
  leaseMs: number,
): Promise<{ jobs: Job[]; wakeIn?: number }> {
  const result = await db.transact(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCKS.claim})`;
    const { chosen, throttled, wakeIn } = choose(await findCandidates(tx, capacity), capacity);
    if (chosen.length === 0) return { jobs: [], wakeIn };
    for (const [key, { count, every }] of throttled) {
      await tx`
        insert into jobs.throttles (key, tat) values (${key}, now() + ${count * every} * interval '1 ms')
        on conflict (key) do update
          set tat = greatest(jobs.throttles.tat, now()) + ${count * every} * interval '1 ms'`;
    }
    const jobs = await tx<Job[]>`
      update jobs.queue q set lease_owner = ${owner}, lease_until = now() + ${leaseMs} * interval '1 ms',
        generation = q.generation + 1, lane = r.lane
      from jobs.runs r
      where r.id = q.run_id and q.id in (
        select id from jobs.queue where id = any(${chosen}::uuid[]) and lease_until is null for update skip locked)
      returning q.id, q.run_id as "runId", q.step, q.function_id as "functionId", q.attempt, q.drops, q.generation`;
    return { jobs: [...jobs], wakeIn };
  });
  if (result.jobs.length > 0) {
    // Only the record of when a run began: nobody waits for it, and the calls are made whether or not it is stored.
    const ids = result.jobs.map((job) => job.runId);
    db.sql`
      update jobs.runs set status = 'running', started_at = now() where id in (
        select id from jobs.runs where id = any(${ids}::uuid[]) and status = 'queued' order by id for update)
    `.catch(() => {});
  }
  return result;
}

/**
 * The first due calls of every lane, at most `capacity` each, found without reading the calls behind them, with how
 * many calls count against each of the lane's keys now.
 */
async function findCandidates(tx: Tx, capacity: number): Promise<Candidate[]> {
  return tx<Candidate[]>`
    with recursive lane_ids (lane) as (
      (select lane from jobs.queue where lease_until is null order by lane limit 1)
      union all
      select (select q.lane from jobs.queue q where q.lease_until is null and q.lane > l.lane order by q.lane limit 1)
      from lane_ids l where l.lane is not null
    ),
    busy as (
      select key, count(*)::int as n from jobs.queue q join jobs.lanes l on l.id = q.lane, unnest(l.keys) as key
      where q.lease_until is not null group by key
    )
    select l.id as lane, c.id, c.rank, l.keys, l.limits, l.throttle, l.throttle_every, l.throttle_burst,
      (select array_agg(coalesce(busy.n, 0) order by k.n) from unnest(l.keys) with ordinality as k (key, n)
        left join busy on busy.key = k.key) as taken,
      extract(epoch from t.tat - now())::float8 * 1000 as ahead
    from lane_ids join jobs.lanes l on l.id = lane_ids.lane
    left join jobs.throttles t on t.key = l.throttle
    cross join lateral (
      select q.id, q.rank from jobs.queue q
      where q.lane = l.id and q.lease_until is null and q.due_at <= now()
      order by q.rank limit least(${capacity}, (select min(n) from unnest(l.limits) n))
    ) c`;
}

/** One call of each lane in turn, the oldest lane first, as long as there is room for it. */
function choose(candidates: Candidate[], capacity: number) {
  const lanes = new Map<string, Candidate[]>();
  const busy = new Map<string, number>();
  for (const candidate of candidates) {
    for (const [index, key] of candidate.keys.entries()) busy.set(key, candidate.taken?.[index] ?? 0);
    const lane = lanes.get(candidate.lane);
    if (lane) lane.push(candidate);
    else lanes.set(candidate.lane, [candidate]);
  }
  const turns = [...lanes.values()].sort((a, b) => Number(a[0]?.rank) - Number(b[0]?.rank));
  const throttled = new Map<string, { count: number; every: number }>();
  const chosen: string[] = [];
  let wakeIn: number | undefined;
  for (let left = turns; left.length > 0 && chosen.length < capacity; ) {
    left = left.filter((lane) => {
      const next = lane[0];
      if (!next || chosen.length >= capacity) return false;
      if (next.keys.some((key, index) => (busy.get(key) ?? 0) >= (next.limits[index] ?? 0))) return false;
      if (next.throttle && next.throttle_every && next.throttle_burst) {
        const taken = throttled.get(next.throttle) ?? { count: 0, every: next.throttle_every };
        const ahead = Math.max(0, next.ahead ?? 0) + taken.count * taken.every;
        if (throttleRoom(ahead, taken.every, next.throttle_burst) < 1) {
          const wait = ahead - (next.throttle_burst - 1) * taken.every;
          wakeIn = Math.min(wakeIn ?? wait, wait);
          return false;
        }
        throttled.set(next.throttle, { ...taken, count: taken.count + 1 });
      }
      for (const key of next.keys) busy.set(key, (busy.get(key) ?? 0) + 1);
      chosen.push(next.id);
      lane.shift();
      return true;
    });
  }
  return { chosen, throttled, wakeIn };
}

/** Makes the leases of the calls under way outlive a slow answer. */
export async function renewLeases(db: Db, owner: string, ids: string[], leaseMs: number): Promise<void> {
  await db.sql`
    update jobs.queue set lease_until = now() + ${leaseMs} * interval '1 ms' where id in (
      select id from jobs.queue where id = any(${ids}::uuid[]) and lease_owner = ${owner} and lease_until is not null
      for update skip locked)`;
}

/**
 * Frees the calls whose executor is gone: those of others when their lease is over, and our own (a claim whose answer
 * was lost) some time later, if `mine` does not know them. After PostgreSQL itself was away every lease has its whole
 * length again, so that a living executor can renew before another takes its calls. How many were freed.
 */
export async function freeExpired(db: Db, owner: string, mine: string[], leaseMs: number): Promise<number> {
  const freed = await db.sql`
    update jobs.queue set lease_owner = null, lease_until = null where id in (
      select id from jobs.queue
      where lease_until < now() and pg_postmaster_start_time() < now() - ${leaseMs} * interval '1 ms'
        and (lease_owner <> ${owner} or (id <> all(${mine}::uuid[])
          and lease_until < now() - 2 * ${leaseMs}::float8 * interval '1 ms'))
      for update skip locked)
    returning 1`;
  return freed.length;
}
