import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../ports";
import { type RunningPostgres, startPostgres } from "../postgres";
import type { JobsOptions } from "./server";
import { clientOf, EVENT_KEY, QUICK, SIGNING_KEY, until } from "./testing/bed";
import { killPostgres, seeded, startAppProcess, startExecutorProcess, type Victim } from "./testing/victim";

/** How many steps a run of `journey` has, its sleep included. */
const JOURNEY_STEPS = 9;

const folder = mkdtempSync(join(tmpdir(), "eios-jobs-"));
const dataDir = join(folder, "postgres");
let ports: { database: number; jobs: number; app: number };
let database: RunningPostgres;
let sql: postgres.Sql;
let executor: Victim;
let app: Victim;

const startDatabase = () => startPostgres({ dataDir, port: ports.database });
const startApp = () =>
  startAppProcess({
    port: ports.app,
    jobsUrl: `http://127.0.0.1:${ports.jobs}`,
    databaseUrl: database.standInsUrl,
  });
const startExecutor = () => {
  const options: JobsOptions = {
    ...QUICK,
    leaseMs: 1_000,
    databaseUrl: database.standInsUrl,
    port: ports.jobs,
    appUrl: `http://127.0.0.1:${ports.app}`,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
  };
  return startExecutorProcess(options);
};

beforeAll(async () => {
  ports = { database: await freePort(), jobs: await freePort(), app: await freePort() };
  database = await startDatabase();
  sql = postgres(database.standInsUrl, { max: 2, onnotice: () => {}, backoff: () => 0.1 });
  await sql`create table effects (id bigint generated always as identity, name text not null, at timestamptz not null default clock_timestamp(), note text)`;
  [executor, app] = await Promise.all([startExecutor(), startApp()]);
  await until(async () => (await sql`select from jobs.apps`).length === 1);
});
afterAll(async () => {
  await Promise.all([executor.kill(), app.kill()]);
  await sql.end({ timeout: 1 });
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

let sent = 0;
/** Sends events until the executor takes them, each under an id of its own, so that none counts twice. */
async function send(count: number): Promise<void> {
  const inngest = clientOf(`http://127.0.0.1:${ports.jobs}`);
  const events = Array.from({ length: count }, () => ({
    name: "journey",
    id: `journey-${sent}`,
    data: { n: sent++ },
  }));
  await until(async () => (await inngest.send(events)).ids.length === count, 60_000);
}

/** Waits until every run has completed, and proves that nothing was lost and no stored step ran again. */
async function prove(): Promise<void> {
  await until(async () => {
    const rows = await sql`select from jobs.runs where status = 'completed'`;
    return rows.length === sent;
  }, 150_000);
  const others = await sql`select id, status, error from jobs.runs where status <> 'completed'`;
  expect(others).toEqual([]);
  const short = await sql`
    select r.id, count(*) filter (where s.status = 'done')::int as done, count(*)::int as steps
    from jobs.runs r join jobs.steps s on s.run_id = r.id group by r.id
    having count(*) <> ${JOURNEY_STEPS} or count(*) filter (where s.status = 'done') <> ${JOURNEY_STEPS}`;
  expect(short).toEqual([]);
  // The output is made of the stored tokens, and every stored token is one execution's.
  const strange = await sql`
    select r.id, s.name from jobs.runs r join jobs.steps s on s.run_id = r.id
    left join effects e on e.note = s.data::json #>> '{}'
    where s.op = 'StepRun' and (e.id is null or position(s.data in r.output) = 0)`;
  expect(strange).toEqual([]);
  // An execution that began after the step's result was stored would be one too many.
  const repeated = await sql`
    select r.id, s.name from jobs.runs r join jobs.steps s on s.run_id = r.id
    join jobs.events v on v.id = r.event_ids[1]
    join effects e on e.name = (v.body::json -> 'data' ->> 'n') || '.' || s.name
    where e.at > s.ended_at + interval '20 ms'`;
  expect(repeated).toEqual([]);
  expect((await sql`select from jobs.queue`).length).toBe(0);
}

it("loses nothing and repeats no stored step over 22 kills of the executor", async () => {
  const random = seeded(20_261_123);
  let kills = 0;
  while (kills < 22) {
    await send(2);
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 400));
    await executor.kill();
    kills += 1;
    executor = await startExecutor();
  }
  await prove();
  const [runs] = await sql<{ n: number }[]>`select count(*)::int as n from jobs.runs`;
  expect(runs?.n).toBe(44);
}, 420_000);

it("goes on after the app and PostgreSQL are killed, too", async () => {
  const random = seeded(7);
  for (let kills = 0; kills < 9; kills++) {
    await send(3);
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 500));
    if (kills % 3 === 0) {
      killPostgres(dataDir);
      await database.stop();
      database = await until(startDatabase, 60_000);
    } else if (kills % 3 === 1) {
      await app.kill();
      app = await startApp();
    } else {
      await Promise.all([app.kill(), executor.kill()]);
      [app, executor] = await Promise.all([startApp(), startExecutor()]);
    }
  }
  await prove();
}, 420_000);

it("outlives 24 cuts of its connections and crashes of PostgreSQL's backends, in the same process", async () => {
  const random = seeded(42);
  for (let cut = 0; cut < 24; cut++) {
    await send(2);
    await new Promise((resolve) => setTimeout(resolve, random() * 300));
    const backends = await until(async () => {
      const rows = await sql<{ pid: number }[]>`
        select pid from pg_stat_activity where application_name = 'eios-jobs' order by random()`;
      return rows.length > 0 && rows;
    });
    if (cut % 4 === 3) process.kill(backends[0]?.pid ?? 0, "SIGKILL");
    else {
      await sql`select pg_terminate_backend(pid) from unnest(${backends.map((b) => b.pid)}::int[]) as pid`;
    }
  }
  await prove();
  expect(executor.alive()).toBe(true);
}, 240_000);
