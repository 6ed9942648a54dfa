import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { canonical, type Json } from "./canonical";
import type { Tx } from "./db";
import { timeOf } from "./durations";
import type { Registry } from "./registry";
import { createRuns, errorJson } from "./runs";

/** One operation as the SDK reports it. */
export type Op = {
  id: string;
  op: string;
  name?: string;
  displayName?: string;
  data?: Json;
  error?: Json;
  opts?: { [key: string]: Json | undefined } | null;
};

/** What a list of operations comes to, once stored. */
export type Applied = {
  /** How many steps got their result, and how many new ones were planned or began to wait. */
  finished: number;
  begun: number;
  /** The run's output, when the list completes it. */
  output?: string;
  /** A step, or the function itself, that failed and may be tried again. */
  retry?: { op: Op; error: string };
  /** A reason to fail the run for good: an operation that is not honoured, an error that is final. */
  fatal?: string;
};

/**
 * Stores what the app reports of a (locked) run. A step that has its result keeps it, a step that is known is not
 * begun again: after one of several parallel steps the SDK reports the others once more.
 */
export async function applyOps(tx: Tx, runId: string, ops: Op[], registry: Registry): Promise<Applied> {
  const applied: Applied = { finished: 0, begun: 0 };
  for (const op of ops) {
    switch (op.op) {
      case "StepRun":
        applied.finished += await finishStep(tx, runId, op, { data: canonical(op.data ?? null) });
        break;
      case "StepFailed":
        if (op.id === RUN_COMPLETE) applied.fatal = canonical(op.error ?? null);
        else applied.finished += await finishStep(tx, runId, op, { error: canonical(op.error ?? null) });
        break;
      case "StepError":
        applied.retry = { op, error: canonical(op.error ?? null) };
        break;
      case "RunComplete":
        applied.output = canonical(op.data ?? null);
        break;
      case "StepPlanned":
        applied.begun += await plan(tx, runId, op);
        break;
      case "Sleep":
      case "WaitForEvent":
      case "InvokeFunction": {
        const problem = await wait(tx, runId, op, registry, applied);
        if (problem) applied.fatal = errorJson("Unsupported", problem);
        break;
      }
      case "DiscoveryRequest":
        applied.finished += 1;
        break;
      default:
        applied.fatal = errorJson(
          "Unsupported",
          `The step "${nameOf(op)}" uses "${op.op}", which the local jobs executor does not honour.`,
        );
    }
  }
  return applied;
}

/** The id of operations that speak of the run itself, hashed as the SDK hashes its steps' ids. */
const RUN_COMPLETE = createHash("sha1").update("complete").digest("hex");

/** What people call a step. */
export const nameOf = (op: Op): string => op.displayName ?? op.name ?? op.id;
/** Whether the run goes on when this step is done, whatever others are pending. */
export const racing = (op: Op): boolean => op.opts?.parallelMode === "race";

/** Stores the result of a step that ran, unless it has one; how many were stored (0 or 1). */
export async function finishStep(
  tx: Tx,
  runId: string,
  op: Op,
  result: { data?: string; error?: string },
): Promise<number> {
  const status = result.error === undefined ? "done" : "failed";
  const rows = await tx`
    insert into jobs.steps (run_id, hash, name, op, status, race, data, error, ended_at, seq)
    values (${runId}, ${op.id}, ${nameOf(op)}, 'StepRun', ${status}, ${racing(op)}, ${result.data ?? null},
      ${result.error ?? null}, now(), nextval('jobs.completions'))
    on conflict (run_id, hash) do update set status = excluded.status, data = excluded.data, error = excluded.error,
      ended_at = excluded.ended_at, seq = excluded.seq
    where jobs.steps.status = 'planned'
    returning 1`;
  return rows.length;
}

async function plan(tx: Tx, runId: string, op: Op): Promise<number> {
  const rows = await tx`
    insert into jobs.steps (run_id, hash, name, op, status, race)
    values (${runId}, ${op.id}, ${nameOf(op)}, 'StepRun', 'planned', ${racing(op)})
    on conflict do nothing returning 1`;
  if (rows.length === 0) return 0;
  await tx`
    insert into jobs.queue (id, run_id, step, function_id, lane, rank, due_at)
    select ${uuidv7()}, id, ${op.id}, function_id, lane, rank, now() from jobs.runs where id = ${runId}
    on conflict (run_id, step) do nothing`;
  return 1;
}

/** Begins a step that waits for time, an event or another run; a sentence if it cannot be honoured. */
async function wait(
  tx: Tx,
  runId: string,
  op: Op,
  registry: Registry,
  applied: Applied,
): Promise<string | undefined> {
  const timeout = op.op === "Sleep" ? (op.name ?? "") : op.opts?.timeout;
  const wakeAt = typeof timeout === "string" ? timeOf(timeout) : null;
  if (wakeAt === undefined) return `The step "${nameOf(op)}" waits for "${timeout}", which is no time.`;
  const rows = await tx`
    insert into jobs.steps (run_id, hash, name, op, status, race, wake_at, on_wake)
    values (${runId}, ${op.id}, ${nameOf(op)}, ${op.op}, 'waiting', ${racing(op)}, ${wakeAt}, ${onWake(op)})
    on conflict do nothing returning 1`;
  if (rows.length === 0) return undefined;
  if (op.op === "InvokeFunction" && !(await invoke(tx, runId, op, registry))) {
    applied.finished += 1;
    return undefined;
  }
  applied.begun += 1;
  if (op.op === "WaitForEvent") {
    const expression = typeof op.opts?.if === "string" ? op.opts.if : null;
    await tx`
      insert into jobs.waits (id, run_id, step, event, expression, until)
      values (${uuidv7()}, ${runId}, ${op.id}, ${op.name ?? ""}, ${expression}, ${wakeAt})`;
  }
  return undefined;
}

/** The error a step gets when its time comes; null where the step is then simply done. */
function onWake(op: Op): string | null {
  if (op.op !== "InvokeFunction") return null;
  return errorJson(
    "InngestInvokeTimeoutError",
    `The function invoked by "${nameOf(op)}" did not finish in time.`,
  );
}

/** Starts the run of an invoked function; false if there is none, and then the step has failed. */
async function invoke(tx: Tx, runId: string, op: Op, registry: Registry): Promise<boolean> {
  const target = String(op.opts?.function_id ?? "");
  const definition = (await registry.refresh(tx)).get(target);
  if (!definition) {
    const error = errorJson("Error", `There is no function "${target}" to invoke.`);
    await tx`
      update jobs.steps set status = 'failed', error = ${error}, wake_at = null, ended_at = now(),
        seq = nextval('jobs.completions')
      where run_id = ${runId} and hash = ${op.id}`;
    return false;
  }
  const payload = (op.opts?.payload ?? {}) as { data?: Json; meta?: Json; v?: Json };
  const id = uuidv7();
  const event = {
    name: "inngest/function.invoked",
    id,
    ts: Date.now(),
    ...payload,
    data: payload.data ?? {},
  };
  await tx`
    insert into jobs.events (id, name, body, routed) values (${id}, ${event.name}, ${canonical(event)}, true)`;
  await createRuns(tx, [{ definition, eventIds: [id], event, parent: { runId, step: op.id } }]);
  return true;
}
