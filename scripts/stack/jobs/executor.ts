import { randomUUID } from "node:crypto";
import type { Caller, Outcome } from "./call";
import { claim, type Job, renewLeases } from "./claim";
import { prune, tick } from "./clock";
import type { Db } from "./db";
import { type Pump, startPump } from "./pump";
import type { Registry } from "./registry";
import { type RetryPolicy, settle } from "./settle";
import { callBody } from "./state";

export type ExecutorOptions = {
  pollMs: number;
  leaseMs: number;
  maxInFlight: number;
  keepDays: number;
  startedAt: Date;
} & RetryPolicy;

/** One executor at work: it claims calls, makes them, and stores what they come to, until it is stopped. */
export type Executor = {
  /** Something new may be due. */
  poke(): void;
  stop(): Promise<void>;
};

const PRUNE_MS = 600_000;
/** How long calls under way may still end when the executor stops; what is left is called again after its lease. */
const GRACE_MS = 2_000;

/** Starts an executor. Any number may work on one database. */
export function startExecutor(
  db: Db,
  caller: Caller,
  registry: Registry,
  options: ExecutorOptions,
): Executor {
  const owner = randomUUID();
  const inFlight = new Map<Job, Promise<void>>();
  const mine = () => [...inFlight.keys()].map((job) => job.id);
  const aborted = new AbortController();
  let failures = 0;
  let pausedUntil = 0;

  const clock = startPump("the clock", options.pollMs, async () => {
    const { changed, wakeIn } = await tick(db, registry, owner, mine, options);
    if (changed) claims.poke();
    return wakeIn;
  });

  const claims: Pump = startPump("claiming", options.pollMs, async () => {
    const pause = pausedUntil - Date.now();
    if (pause > 0) return pause;
    // While the app is away one call at a time asks whether it is back.
    const capacity = failures > 0 ? 1 : options.maxInFlight - inFlight.size;
    if (capacity <= 0) return options.pollMs;
    const { jobs, wakeIn } = await claim(db, owner, capacity, options.leaseMs);
    for (const job of jobs) {
      const work = perform(job).catch((error) => {
        if (!aborted.signal.aborted) console.error(`[jobs] the call ${job.id} could not be settled:`, error);
      });
      inFlight.set(job, work);
      work.finally(() => {
        inFlight.delete(job);
        claims.poke();
      });
    }
    return wakeIn ?? options.pollMs;
  });

  async function perform(job: Job): Promise<void> {
    const retries = registry.get(job.functionId)?.retries ?? 4;
    const body = await db.patient(() => callBody(db.sql, job, retries + 1));
    const outcome = await caller.run(job, body, aborted.signal);
    if (aborted.signal.aborted) return;
    note(outcome);
    const kept = await settle(db, owner, job, outcome, registry, options);
    if (!kept)
      console.error(
        `[jobs] an answer of ${job.functionId} came too late: run ${job.runId} ended or moved on.`,
      );
    if (concernsClock(outcome)) clock.poke();
  }

  function note(outcome: Outcome): void {
    if (outcome.kind !== "away") {
      failures = 0;
      return;
    }
    // Calls that were under way together fail together: that is one failure.
    if (Date.now() < pausedUntil) return;
    failures += 1;
    pausedUntil = Date.now() + Math.min(2_000, 200 * 2 ** Math.min(failures - 1, 6));
    if (failures === 1) console.error(`[jobs] ${outcome.problem} Its calls wait.`);
  }

  const heartbeat = setInterval(() => {
    if (inFlight.size === 0) return;
    renewLeases(db, owner, mine(), options.leaseMs).catch(() => {});
  }, options.leaseMs / 3);
  const sweep = setInterval(() => {
    prune(db, options.keepDays).catch((error) => console.error("[jobs] pruning failed:", error));
  }, PRUNE_MS);

  return {
    poke: () => {
      clock.poke();
      claims.poke();
    },
    stop: async () => {
      clearInterval(sweep);
      const idle = Promise.all([clock.stop(), claims.stop()]).then(() => Promise.all(inFlight.values()));
      await Promise.race([idle, new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref())]);
      aborted.abort();
      clearInterval(heartbeat);
    },
  };
}

/** Whether there may be new times to keep or events to route: anything but steps that ran or will run at once. */
function concernsClock(outcome: Outcome): boolean {
  return outcome.kind !== "ops" || outcome.ops.some(({ op }) => op !== "StepRun" && op !== "StepPlanned");
}
