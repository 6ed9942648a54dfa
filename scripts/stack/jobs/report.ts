import type { Json } from "./canonical";
import type { Sql } from "./db";

/** A run as programs and the status page see it; times are ISO 8601, `nextWakeAt` is when it does something next. */
export type RunSummary = {
  id: string;
  functionId: string;
  status: string;
  event: string;
  steps: number;
  queuedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  nextWakeAt: string | null;
  problem: string | null;
};

/** Everything about one run. */
export type RunReport = RunSummary & {
  output: Json;
  error: Json;
  events: Json[];
  stepList: {
    name: string;
    hash: string;
    op: string;
    status: string;
    wakeAt: string | null;
    endedAt: string | null;
    data: Json;
    error: Json;
  }[];
  calls: {
    step: string;
    attempt: number;
    dueAt: string;
    leasedUntil: string | null;
    problem: string | null;
  }[];
};

export type Status = {
  functions: {
    id: string;
    active: boolean;
    triggers: string[];
    nextAt: string | null;
    active_runs: number;
  }[];
  apps: { id: string; sdk: string | null; syncedAt: string }[];
  counts: { status: string; n: number }[];
  waitingEvents: number;
  putAside: { name: string; problem: string }[];
};

const LIMIT = 200;

/** The latest 200 runs, narrowed to a status or a function. */
export async function readRuns(
  sql: Sql,
  filter: { status?: string; functionId?: string; id?: string },
): Promise<RunSummary[]> {
  const { status = null, functionId = null, id = null } = filter;
  const rows = await sql<(RunSummary & { failure: string | null })[]>`
    select r.id, r.function_id as "functionId", r.status, coalesce(e.name, '') as event,
      (select count(*)::int from jobs.steps s where s.run_id = r.id) as steps,
      ${iso(sql, "r.queued_at")} as "queuedAt", ${iso(sql, "r.started_at")} as "startedAt",
      ${iso(sql, "r.ended_at")} as "endedAt",
      ${iso(
        sql,
        `least((select min(due_at) from jobs.queue q where q.run_id = r.id),
          (select min(wake_at) from jobs.steps s where s.run_id = r.id and s.status = 'waiting'))`,
      )} as "nextWakeAt",
      (select problem from jobs.queue q where q.run_id = r.id and problem is not null limit 1) as problem,
      r.error as failure
    from jobs.runs r left join jobs.events e on e.id = r.event_ids[1]
    where (${status}::text is null or r.status = ${status}) and (${id}::uuid is null or r.id = ${id})
      and (${functionId}::text is null or r.function_id = ${functionId})
    order by r.queued_at desc, r.id desc limit ${LIMIT}`;
  return rows.map(({ failure, ...row }) => ({ ...row, problem: row.problem ?? messageOf(failure) }));
}

/** One run with its steps, events and queued calls, or undefined. */
export async function readRun(sql: Sql, id: string): Promise<RunReport | undefined> {
  const [summary] = await readRuns(sql, { id });
  if (!summary) return undefined;
  const [run] = await sql<{ output: string | null; error: string | null; event_ids: string[] }[]>`
    select output, error, event_ids from jobs.runs where id = ${id}`;
  const events = await sql<{ body: string }[]>`
    select body from jobs.events where id = any(${run?.event_ids ?? []}::uuid[]) order by seq limit ${LIMIT}`;
  const steps = await sql<StepRow[]>`
    select name, hash, op, status, ${iso(sql, "wake_at")} as "wakeAt", ${iso(sql, "ended_at")} as "endedAt", data, error
    from jobs.steps where run_id = ${id} order by seq nulls last, created_at`;
  const calls = await sql<RunReport["calls"]>`
    select step, attempt, ${iso(sql, "due_at")} as "dueAt", ${iso(sql, "lease_until")} as "leasedUntil", problem
    from jobs.queue where run_id = ${id} order by due_at`;
  return {
    ...summary,
    output: parse(run?.output),
    error: parse(run?.error),
    events: events.map((event) => parse(event.body)),
    stepList: steps.map((step) => ({ ...step, data: parse(step.data), error: parse(step.error) })),
    calls: [...calls],
  };
}

type StepRow = Omit<RunReport["stepList"][number], "data" | "error"> & {
  data: string | null;
  error: string | null;
};

/** The functions, the apps and the sums of the status page. */
export async function readStatus(sql: Sql): Promise<Status> {
  const functions = await sql<Status["functions"]>`
    select f.id, f.active,
      f.event_names || coalesce((select array_agg(expression) from jobs.crons c where c.function_id = f.id), '{}') as triggers,
      ${iso(sql, "(select min(next_at) from jobs.crons c where c.function_id = f.id)")} as "nextAt",
      (select count(*)::int from jobs.runs r where r.function_id = f.id and r.status in ('queued', 'running')) as active_runs
    from jobs.functions f order by f.active desc, f.id`;
  const apps = await sql<
    Status["apps"]
  >`select id, sdk, ${iso(sql, "synced_at")} as "syncedAt" from jobs.apps order by id`;
  const counts = await sql<Status["counts"]>`
    select status, count(*)::int as n from jobs.runs group by status order by status`;
  const [waiting] = await sql<{ n: number }[]>`select count(*)::int as n from jobs.events where not routed`;
  const putAside = await sql<Status["putAside"]>`
    select name, problem from jobs.events where problem is not null order by seq desc limit 20`;
  return { functions, apps, counts, waitingEvents: waiting?.n ?? 0, putAside };
}

/** What an error says, read here because PostgreSQL refuses JSON with \u0000 in it. */
function messageOf(error: string | null): string | null {
  if (error === null) return null;
  const value = JSON.parse(error) as { message?: unknown; error?: unknown } | null;
  return String(value?.message ?? value?.error ?? error).slice(0, 500);
}

function iso(sql: Sql, time: string) {
  return sql.unsafe(`to_char((${time}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}

function parse(text: string | null | undefined): Json {
  return text === null || text === undefined ? null : (JSON.parse(text) as Json);
}
