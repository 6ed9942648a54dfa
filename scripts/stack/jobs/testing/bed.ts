import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import postgres from "postgres";
import { freePort } from "../../ports";
import { startPostgres } from "../../postgres";
import type { RunReport, RunSummary } from "../report";
import { type JobsOptions, startJobs } from "../server";

export const EVENT_KEY = "event-key-of-the-tests";
export const SIGNING_KEY = `signkey-test-${"0123456789abcdef".repeat(4)}`;

/** Short times, so that tests need not wait; the semantics are those of the defaults. */
export const QUICK = { pollMs: 50, leaseMs: 5_000, retryBaseMs: 40, syncMs: 500 };

/** A database, an app with real functions of the real SDK, and an executor. */
export type Bed = Awaited<ReturnType<typeof openBed>>;

/**
 * Starts PostgreSQL in a temporary folder, serves the functions that `declare` makes from a bare Node server, and
 * starts an executor for them. `declare` gets the client and a database for its effects.
 */
export async function openBed(
  declare: (inngest: Inngest, sql: postgres.Sql) => InngestFunction.Any[],
  options: Partial<JobsOptions> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "eios-jobs-"));
  const database = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
  const sql = postgres(database.standInsUrl, { max: 8, onnotice: () => {} });
  await sql`create table effects (id bigint generated always as identity, name text not null, at timestamptz not null default clock_timestamp(), note text)`;
  const port = await freePort();
  const inngest = clientOf(`http://127.0.0.1:${port}`);
  const app = await serveApp(inngest, declare(inngest, sql));
  const settings: JobsOptions = {
    ...QUICK,
    databaseUrl: database.standInsUrl,
    port,
    appUrl: app.url,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    ...options,
  };
  const jobs = await startJobs(settings);
  return {
    sql,
    inngest,
    app,
    settings,
    url: jobs.url,
    jobs,
    close: async () => {
      await jobs.close();
      await app.close();
      await sql.end();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A client in production mode, whose functions are at an executor's address. */
export function clientOf(baseUrl: string): Inngest {
  const silent = () => {};
  const logger = { info: silent, warn: silent, error: silent, debug: silent };
  return new Inngest({
    id: "eios",
    baseUrl,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    isDev: false,
    logger,
  });
}

/** Serves functions at /api/inngest of a free port. */
export async function serveApp(inngest: Inngest, functions: InngestFunction.Any[], port = 0) {
  const handler = serve({ client: inngest, functions, servePath: "/api/inngest", enableUnauthedSync: false });
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Waits until `look` gives something, and gives it; after `ms` it fails with what it saw last. */
export async function until<T>(look: () => Promise<T | undefined | false>, ms = 60_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const seen = await look().catch((error) => {
      if (Date.now() > deadline) throw error;
      return undefined;
    });
    if (seen) return seen;
    if (Date.now() > deadline) throw new Error(`Nothing came within ${ms} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The runs of a function, oldest first, as GET /runs reports them. */
export async function runsOf(url: string, functionId: string): Promise<RunSummary[]> {
  const answer = await fetch(`${url}/runs?function=eios-${functionId}`);
  return ((await answer.json()) as { data: RunSummary[] }).data.reverse();
}

/** One run in full. */
export async function runOf(url: string, id: string): Promise<RunReport> {
  const answer = await fetch(`${url}/runs/${id}`);
  return ((await answer.json()) as { data: RunReport }).data;
}

/** Waits until `count` runs of a function have ended, and gives them in full. */
export async function ended(url: string, functionId: string, count = 1, ms = 60_000): Promise<RunReport[]> {
  const runs = await until(async () => {
    const all = await runsOf(url, functionId);
    return all.filter((run) => run.endedAt).length >= count && all;
  }, ms);
  return Promise.all(runs.map((run) => runOf(url, run.id)));
}

/** How often each effect happened. */
export async function effects(sql: postgres.Sql): Promise<Record<string, number>> {
  const rows = await sql<{ name: string; n: number }[]>`
    select name, count(*)::int as n from effects group by name order by name`;
  return Object.fromEntries(rows.map((row) => [row.name, row.n]));
}

/** Notes that something happened. */
export async function effect(sql: postgres.Sql, name: string, note: string | null = null): Promise<void> {
  await sql`insert into effects (name, note) values (${name}, ${note})`;
}
