import { canonical } from "./canonical";
import type { Db, Sql, Tx } from "./db";
import { applyOps, nameOf, type Op, racing } from "./ops";
import type { Registry } from "./registry";
import { finishRun } from "./runs";

/** The call that speaks: the queued one and which time of being called it is. */
export type CurrentCall = { runId: string; jobId: string; generation: number };

/**
 * Stores steps while the app goes on with the call (the SDK's checkpoint), and renews its lease. False if the call is
 * stale: the run ended, or the call was given to another.
 */
export async function checkpoint(
  db: Db,
  call: CurrentCall,
  ops: Op[],
  registry: Registry,
  leaseMs: number,
  patienceMs: number,
): Promise<boolean> {
  const ran = ops.filter((op) => op.op === "StepRun");
  const others = ops.filter((op) => op.op !== "StepRun");
  if (others.length === 0) return db.patient(() => storeSteps(db.sql, call, ran, leaseMs), patienceMs);
  return db.transact(async (tx) => {
    if (!(await storeSteps(tx, call, ran, leaseMs))) return false;
    const { fatal, output } = await applyOps(tx, call.runId, others, registry);
    if (fatal) await finishRun(tx, call.runId, { status: "failed", error: fatal });
    else if (output !== undefined) await finishRun(tx, call.runId, { status: "completed", output });
    return true;
  }, patienceMs);
}

/** One statement, because every step of a run without parallel ones comes through here. */
async function storeSteps(sql: Sql | Tx, call: CurrentCall, ops: Op[], leaseMs: number): Promise<boolean> {
  const steps = [...new Map(ops.map((op) => [op.id, op])).values()];
  const held = await sql`
    with run as materialized (
      select id from jobs.runs where id = ${call.runId} and status in ('queued', 'running') for update),
    held as materialized (
      update jobs.queue q set drops = 0, attempt = 0,
        lease_until = greatest(q.lease_until, now() + ${leaseMs} * interval '1 ms')
      from run where q.id = ${call.jobId} and q.run_id = run.id and q.generation = ${call.generation}
        and q.lease_until is not null
      returning q.run_id),
    stored as (
      insert into jobs.steps (run_id, hash, name, op, status, race, data, ended_at, seq)
      select held.run_id, s.hash, s.name, 'StepRun', 'done', s.race::bool, s.data, now(), nextval('jobs.completions')
      from held, unnest(${steps.map((op) => op.id)}::text[], ${steps.map(nameOf)}::text[],
        ${steps.map((op) => String(racing(op)))}::text[], ${steps.map((op) => canonical(op.data ?? null))}::text[])
        with ordinality as s (hash, name, race, data, n) order by s.n
      on conflict (run_id, hash) do update set status = excluded.status, data = excluded.data,
        ended_at = excluded.ended_at, seq = excluded.seq
      where jobs.steps.status = 'planned')
    select 1 from held`;
  return held.length > 0;
}
