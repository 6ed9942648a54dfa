import { type Listening, listen } from "../http";
import { createApi } from "./api";
import { Caller } from "./call";
import { isSigningKey } from "./canonical";
import { openDb } from "./db";
import { startExecutor } from "./executor";
import { startPump } from "./pump";
import { Registry } from "./registry";

export type JobsOptions = {
  /** Where the schema `jobs` lives. */
  databaseUrl: string;
  port: number;
  /** The app, e.g. http://127.0.0.1:3000; its functions are at /api/inngest. */
  appUrl: string;
  eventKey: string;
  signingKey: string;
  /** The longest pause between two looks at what is due (ms). Default 500. */
  pollMs?: number;
  /** How long a call stays ours without a sign of life from this process (ms). Default 10,000. */
  leaseMs?: number;
  /** The wait before the first retry (ms); each further one is four times as long. Default 2,000. */
  retryBaseMs?: number;
  /** How often the app is asked to register its functions (ms). Default 10,000. */
  syncMs?: number;
  /** How many calls may be under way at once. Default 64. */
  maxInFlight?: number;
};

/**
 * Starts the local jobs executor: it speaks the protocol of the Inngest SDK and keeps everything in PostgreSQL, so
 * that it, the app and the database may be killed at any moment.
 *
 * @throws Error if the signing key is none, the port is taken or the database cannot be reached within a minute
 */
export async function startJobs(options: JobsOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { databaseUrl, port, appUrl, eventKey, signingKey } = options;
  const { pollMs = 500, leaseMs = 10_000, retryBaseMs = 2_000, syncMs = 10_000, maxInFlight = 64 } = options;
  if (!isSigningKey(signingKey)) {
    throw new Error("INNGEST_SIGNING_KEY must be hexadecimal, for example signkey-prod-0123456789abcdef.");
  }
  const db = await openDb(databaseUrl);
  let listening: Listening;
  const registry = new Registry();
  const health = { problem: undefined as string | undefined };
  let poke = () => {};
  try {
    const api = createApi({ db, registry, eventKey, signingKey, leaseMs, health, poke: () => poke() });
    listening = await listen("jobs", port, api);
  } catch (error) {
    await db.close();
    throw error;
  }
  const caller = new Caller(appUrl, signingKey, maxInFlight + 1);
  const [clock] = await db.patient(() => db.sql<{ now: Date }[]>`select clock_timestamp() as now`);
  const startedAt = clock?.now ?? new Date();
  const executor = startExecutor(db, caller, registry, {
    pollMs,
    leaseMs,
    retryBaseMs,
    maxInFlight,
    startedAt,
    keepDays: 7,
  });
  poke = executor.poke;

  const closing = new AbortController();
  const sync = startPump("registering", syncMs, async () => {
    const problem = await caller.sync(closing.signal);
    if (problem && problem !== health.problem && !closing.signal.aborted) console.error(`[jobs] ${problem}`);
    health.problem = problem;
    if (!problem) executor.poke();
    return problem ? 1_000 : syncMs;
  });

  return {
    url: listening.url,
    close: async () => {
      closing.abort();
      await Promise.all([sync.stop(), executor.stop()]);
      caller.close();
      await listening.close();
      await db.close();
    },
  };
}
