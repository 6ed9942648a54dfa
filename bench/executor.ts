import { PgBoss } from "pg-boss";
import { openBed, until } from "../scripts/stack/jobs/testing/bed";
import { type Bench, inTurns } from "./bench";

const JOBS = { quick: 1_000, full: 20_000 };
/** Jobs under way at once, for both. */
const AT_ONCE = 64;
/** How long queueing may take before the first of them is due (ms). */
const AHEAD = { quick: 45_000, full: 240_000 };
const QUEUE = "executor";

/**
 * Runs that are queued already, from the first claim to the last end, beside pg-boss on the same server. Each of ours
 * is a signed call over HTTP to a function of the Inngest SDK, where a job of pg-boss is a function in the worker's own
 * process: two different things, so no goal is set. What is sent to guests is measured by `drain`.
 */
export const bench: Bench = {
  key: "executor",
  work: "queued jobs claimed, called and finished a second, by the jobs executor",
  beside: "pg-boss on the same server, as many at once",
  async run(size) {
    const jobs = JOBS[size];
    const bed = await openBed(
      (inngest) => [inngest.createFunction({ id: QUEUE, triggers: [{ event: QUEUE }] }, async () => {})],
      { maxInFlight: AT_ONCE },
    );
    const { host, port, user, pass } = bed.sql.options;
    const boss = new PgBoss({
      ...{ host: host[0]!, port: Number(port[0]!), user, password: String(pass), database: "stand_ins" },
      max: 8,
    });
    boss.on("error", () => {});
    try {
      await boss.start();
      await boss.createQueue(QUEUE);
      const figures = await inTurns(
        3,
        async () => {
          const due = Date.now() + AHEAD[size];
          const [before] = await bed.sql<{ n: number }[]>`select count(*)::int as n from jobs.runs`;
          const events = Array.from({ length: jobs }, (_, n) => ({ name: QUEUE, data: { n }, ts: due }));
          for (let from = 0; from < jobs; from += 500) await bed.inngest.send(events.slice(from, from + 500));
          const all = before!.n + jobs;
          const left = async (what: "made" | "ended") => {
            const [row] = await bed.sql<{ made: number; ended: number; last: Date | null }[]>`
              select count(*)::int as made, count(ended_at)::int as ended, max(ended_at) as last from jobs.runs`;
            return row![what] === all && row!;
          };
          await until(() => left("made"), AHEAD[size]);
          if (Date.now() > due) throw new Error("Queueing took longer than the jobs were put off.");
          const { last } = await until(() => left("ended"), AHEAD[size] + 600_000);
          return jobs / ((last!.getTime() - due) / 1_000);
        },
        async () => {
          for (let from = 0; from < jobs; from += 1_000) {
            const some = Array.from({ length: Math.min(1_000, jobs - from) }, (_, n) => ({ data: { n } }));
            await boss.insert(QUEUE, some);
          }
          let ended = 0;
          const began = performance.now();
          // Its fastest way through a backlog: batches, fetched without a pause while they come back full.
          const options = { batchSize: AT_ONCE, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true };
          const done = new Promise<number>((resolve) => {
            void boss.work(QUEUE, options, async (taken) => {
              ended += taken.length;
              if (ended >= jobs) resolve(performance.now() - began);
            });
          });
          const took = await done;
          await boss.offWork(QUEUE);
          return jobs / (took / 1_000);
        },
      );
      return { ...figures, unit: "jobs/s", note: `${jobs} jobs, ${AT_ONCE} at once` };
    } finally {
      await boss.stop({ graceful: false }).catch(() => {});
      await bed.close();
    }
  },
};
