import type { Outcome } from "./call";
import { canonical, type Json } from "./canonical";
import type { Job } from "./claim";
import type { Db, Tx } from "./db";
import { type Applied, applyOps, finishStep, type Op } from "./ops";
import type { Registry } from "./registry";
import { errorJson, finishRun, queueDiscovery } from "./runs";

/** How long to wait before trying again: the SDK's wish, or exponential backoff with jitter from `retryBaseMs`. */
export type RetryPolicy = { retryBaseMs: number };

const MAX_BACKOFF_MS = 3_600_000;
/** A step that broke its connection this often in a row kills the app rather than being killed with it. */
const MAX_DROPS = 50;

/**
 * Stores what a call came to, in one transaction, if the call is still ours: a result comes to a run at most once.
 * False if the run ended or another executor took over meanwhile.
 */
export async function settle(
  db: Db,
  owner: string,
  job: Job,
  outcome: Outcome,
  registry: Registry,
  policy: RetryPolicy,
): Promise<boolean> {
  return db.transact(async (tx) => {
    const [mine] = await tx<{ again: boolean; eager: boolean }[]>`
      with run as materialized (
        select id, eager from jobs.runs where id = ${job.runId} and status in ('queued', 'running') for update)
      select q.again, run.eager from run join jobs.queue q on q.run_id = run.id
      where q.id = ${job.id} and q.lease_owner = ${owner} and q.generation = ${job.generation} for update of q`;
    if (!mine) return false;
    const again: Again = { tx, job, policy, retries: registry.get(job.functionId)?.retries ?? 4 };
    switch (outcome.kind) {
      case "done":
        await finishRun(tx, job.runId, { status: "completed", output: canonical(outcome.output) });
        return true;
      case "ops":
        if (outcome.eager && !mine.eager) await tx`update jobs.runs set eager = true where id = ${job.runId}`;
        await settleOps(again, outcome, registry, { again: mine.again, eager: outcome.eager || mine.eager });
        return true;
      case "error":
        await retryOrFail(again, canonical(outcome.error), outcome);
        return true;
      case "away":
        await later(again, outcome.problem, outcome.afterMs ?? 500, job.drops);
        return true;
      case "dropped":
        if (job.drops < MAX_DROPS) {
          await later(
            again,
            outcome.problem,
            Math.min(10_000, 100 * 2 ** Math.min(job.drops, 10)),
            job.drops + 1,
          );
        } else
          await finishRun(tx, job.runId, { status: "failed", error: errorJson("Error", outcome.problem) });
        return true;
    }
  });
}

type Again = { tx: Tx; job: Job; policy: RetryPolicy; retries: number };

async function settleOps(
  context: Again,
  outcome: { ops: Op[]; final: boolean; afterMs?: number },
  registry: Registry,
  state: { again: boolean; eager: boolean },
): Promise<void> {
  const { tx, job } = context;
  const applied = await applyOps(tx, job.runId, outcome.ops, registry);
  if (applied.fatal) return finishRun(tx, job.runId, { status: "failed", error: applied.fatal });
  if (applied.output !== undefined) {
    return finishRun(tx, job.runId, { status: "completed", output: applied.output });
  }
  if (applied.retry) {
    const { op, error } = applied.retry;
    if (!outcome.final && job.attempt < context.retries) return retry(context, error, outcome.afterMs);
    applied.finished += await finishStep(tx, job.runId, op, { error });
  }
  return job.step === "" ? settleDiscovery(context, applied, state) : settleStep(context, applied);
}

/** After a planned step: its call is done, and when nothing is pending the run goes on. */
async function settleStep(context: Again, applied: Applied): Promise<void> {
  const { tx, job } = context;
  const rows = await tx<{ race: boolean }[]>`
    delete from jobs.queue q using jobs.steps s
    where q.id = ${job.id} and s.run_id = q.run_id and s.hash = q.step
      and (s.status <> 'planned' or ${applied.finished} > 0)
    returning s.race`;
  if (rows.length > 0) return queueDiscovery(tx, [{ run_id: job.runId, race: rows[0]?.race ?? false }]);
  return retryOrFail(context, errorJson("Error", "The app did not run the step it was asked to run."), {});
}

/** After a search for what comes next: search on, or wait for what is pending. */
async function settleDiscovery(
  context: Again,
  applied: Applied,
  state: { again: boolean; eager: boolean },
): Promise<void> {
  const { tx, job } = context;
  const [row] = await tx<{ pending: boolean }[]>`
    select exists (select from jobs.steps where run_id = ${job.runId} and status in ('planned', 'waiting')) as pending`;
  const pending = row?.pending ?? false;
  if (state.again || (applied.finished > 0 && (!pending || state.eager))) {
    await tx`
      update jobs.queue q set attempt = 0, drops = 0, again = false, due_at = now(), rank = r.rank, problem = null,
        lease_owner = null, lease_until = null
      from jobs.runs r where q.id = ${job.id} and r.id = q.run_id`;
  } else if (pending) {
    await tx`delete from jobs.queue where id = ${job.id}`;
  } else {
    await retryOrFail(context, errorJson("Error", "The function answered without getting any further."), {});
  }
}

async function retryOrFail(
  context: Again,
  error: string,
  wish: { final?: boolean; afterMs?: number },
): Promise<void> {
  if (wish.final || context.job.attempt >= context.retries) {
    return finishRun(context.tx, context.job.runId, { status: "failed", error });
  }
  return retry(context, error, wish.afterMs);
}

async function retry({ tx, job, policy }: Again, error: string, afterMs: number | undefined): Promise<void> {
  const backoff =
    Math.min(MAX_BACKOFF_MS, policy.retryBaseMs * 4 ** job.attempt) * (0.75 + Math.random() / 2);
  await requeue(tx, job.id, summary(error), afterMs ?? backoff, { attempt: job.attempt + 1, drops: 0 });
}

async function later({ tx, job }: Again, problem: string, waitMs: number, drops: number): Promise<void> {
  await requeue(tx, job.id, problem, waitMs, { attempt: job.attempt, drops });
}

async function requeue(
  tx: Tx,
  id: string,
  problem: string,
  waitMs: number,
  tries: { attempt: number; drops: number },
): Promise<void> {
  await tx`
    update jobs.queue q set attempt = ${tries.attempt}, drops = ${tries.drops}, problem = ${problem},
      due_at = now() + ${waitMs} * interval '1 ms', lease_owner = null, lease_until = null,
      rank = r.rank + (now() + ${waitMs} * interval '1 ms' - r.queued_at)
    from jobs.runs r where q.id = ${id} and r.id = q.run_id`;
}

/** An error in one line, for the status page. */
function summary(error: string): string {
  const value = JSON.parse(error) as Json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return String(value).slice(0, 500);
  return `${value.name ?? "Error"}: ${value.message ?? value.error ?? "no message"}`.slice(0, 500);
}
