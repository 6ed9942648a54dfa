import { canonical } from "./canonical";
import type { Job } from "./claim";
import type { Sql } from "./db";

/** Above this many characters a call carries no state, and the SDK fetches it from `/v0/runs/:id`. */
const INLINE_LIMIT = 1_000_000;

type Step = { hash: string; data: string | null; error: string | null };

/** The results of a run's steps in the order of their completion, and whether any is still to come. */
async function readSteps(sql: Sql, runId: string): Promise<{ done: Step[]; pending: boolean }> {
  const rows = await sql<(Step & { status: string })[]>`
    select hash, data, error, status from jobs.steps where run_id = ${runId} order by seq nulls last`;
  return {
    done: rows.filter((row) => row.status === "done" || row.status === "failed"),
    pending: rows.some((row) => row.status === "planned" || row.status === "waiting"),
  };
}

async function readEvents(sql: Sql, runId: string): Promise<string[]> {
  const rows = await sql<{ body: string }[]>`
    select e.body from jobs.runs r, unnest(r.event_ids) with ordinality as i (id, n) join jobs.events e on e.id = i.id
    where r.id = ${runId} order by i.n`;
  return rows.map((row) => row.body);
}

/** The results as the SDK memoises them, by the hashes of their steps: canonical JSON, or null for no such run. */
export async function stepsJson(sql: Sql, runId: string): Promise<string | null> {
  const [run] = await sql`select 1 from jobs.runs where id = ${runId}`;
  return run ? memo((await readSteps(sql, runId)).done) : null;
}

/** The events that started a run, as a canonical JSON array, or null for no such run. */
export async function eventsJson(sql: Sql, runId: string): Promise<string | null> {
  const events = await readEvents(sql, runId);
  return events.length > 0 ? `[${events.join(",")}]` : null;
}

function memo(steps: Step[]): string {
  const members = steps.map(({ hash, data, error }) => {
    const value =
      error === null ? `{"data":${data ?? "null"},"type":"data"}` : `{"error":${error},"type":"error"}`;
    return [hash, `${JSON.stringify(hash)}:${value}`] as const;
  });
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([, member]) => member).join(",")}}`;
}

/**
 * The body of a call, canonical so that it can be signed as it is. While any other step of the run is pending, the
 * SDK may only plan and not run what it finds: else a step under way elsewhere would run twice.
 */
export async function callBody(sql: Sql, job: Job, maxAttempts: number): Promise<string> {
  const [events, { done, pending }] = await Promise.all([
    readEvents(sql, job.runId),
    readSteps(sql, job.runId),
  ]);
  const steps = memo(done);
  const large = steps.length + events.reduce((sum, event) => sum + event.length, 0) > INLINE_LIMIT;
  const context = {
    attempt: job.attempt,
    disable_immediate_execution: job.step === "" && pending,
    fn_id: job.functionId,
    max_attempts: maxAttempts,
    qi_id: job.id,
    run_id: job.runId,
    stack: { current: Math.max(0, done.length - 1), stack: done.map((step) => step.hash) },
    step_id: job.step || "step",
    use_api: large,
  };
  const inline = large ? { events: "[]", steps: "{}" } : { events: `[${events.join(",")}]`, steps };
  return `{"ctx":${canonical(context)},"event":${events[0] ?? "{}"},"events":${inline.events},"steps":${inline.steps},"version":-1}`;
}
