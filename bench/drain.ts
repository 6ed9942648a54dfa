import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PgBoss } from "pg-boss";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import type { MailProvider } from "../lib/clients/email/mail";
import { migrate } from "../scripts/migrate";
import { startPostgres } from "../scripts/stack/postgres";
import { bareEnvironment } from "../tests/setup/environment";
import { type Bench, inTurns, median, milliseconds } from "./bench";

const JOBS = { quick: 5_000, full: 20_000 };
const QUEUE = "drain";
/** How pg-boss is tried: jobs a fetch, and fetches beside each other; the fastest is the one it is held against. */
const WAYS = [
  { batch: 100, lanes: 8 },
  { batch: 500, lanes: 4 },
  { batch: 1_000, lanes: 2 },
] as const;

/**
 * Messages that are queued already, from the first claim to the last that is written down as sent, by the code that
 * delivers campaigns: guests looked at again, batches frozen and claimed, mails filled, receipts written. Beside it
 * jobs of pg-boss, fetched and completed in batches, with nothing done in between.
 */
export const bench: Bench = {
  key: "drain",
  work: "queued messages frozen, claimed, filled, handed to a provider in the process and written down a second",
  beside: "pg-boss on the same server, jobs fetched and completed in its fastest batches",
  goal: "≥ 4 times",
  reached: ({ ratios }) => median(ratios) >= 4,
  async run(size) {
    const jobs = JOBS[size];
    const folder = mkdtempSync(join(tmpdir(), "eios-bench-"));
    const server = await startPostgres({ dataDir: join(folder, "postgres") });
    const boss = new PgBoss({ connectionString: server.standInsUrl, max: 10 });
    boss.on("error", () => {});
    try {
      await migrate(server.ownerUrl, { appPassword: "bench" });
      Object.assign(process.env, bareEnvironment(server.appUrl("bench"), server.ownerUrl));
      await boss.start();
      await boss.createQueue(QUEUE);
      const owner = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
      const ours = await campaigns(owner, jobs);
      await ours();
      const rates: number[] = [];
      for (const way of WAYS) rates.push(await drainBoss(boss, jobs, way));
      const best = WAYS[rates.indexOf(Math.max(...rates))]!;
      const figures = await inTurns(3, ours, () => drainBoss(boss, jobs, best));
      await owner.end();
      await (await import("../db/client")).closeDatabase();
      const note = `${jobs} of each; pg-boss ${best.batch} a fetch, ${best.lanes} beside each other`;
      return { ...figures, unit: "jobs/s", note };
    } finally {
      await boss.stop({ graceful: false }).catch(() => {});
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Takes everything at once and keeps nothing. */
const provider: MailProvider = {
  ...{ name: "bench", channel: "email", address: null, local: true },
  ...{ perCall: 100, callsPerSecond: 1_000, keyLifetime: 86_400_000 },
  send: async (mails) => ({ kind: "accepted", receipts: mails.map(() => ({ id: uuidv7() })) }),
};

/** A sender with so many guests; each run approves a campaign to all of them, and then measures how it is sent. */
async function campaigns(owner: postgres.Sql, guests: number): Promise<() => Promise<number>> {
  // Imported late: they read the environment.
  const { createSender, letter } = await import("../tests/setup/campaign");
  const { call } = await import("../tests/setup/tenant");
  const { POST: create } = await import("../app/api/projects/[id]/campaigns/route");
  const { POST: approve } = await import("../app/api/campaigns/[id]/approve/route");
  const { deliverRound } = await import("../lib/messaging/delivery/mutations");
  const { organizationId, projectId, token } = await createSender(guests);
  return async () => {
    const { json } = await call(create, { token, params: { id: projectId }, body: letter });
    const campaignId = json.id as string;
    const approved = await call(approve, { method: "POST", token, params: { id: campaignId } });
    if (approved.status !== 200) throw new Error(`Approving answered ${approved.status}.`);
    await owner`vacuum analyze message_jobs`;
    const took = await milliseconds(async () => {
      while (!(await deliverRound({ organizationId, campaignId }, provider)).done);
    });
    const [sent] = await owner<{ n: number }[]>`
      select count(*)::int as n from message_jobs where campaign_id = ${campaignId} and status = 'sent'`;
    if (sent!.n !== guests) throw new Error(`${sent!.n} of ${guests} messages were sent.`);
    return guests / (took / 1_000);
  };
}

/** Queues jobs, then fetches and completes them until none is left; answers how many a second. */
async function drainBoss(boss: PgBoss, jobs: number, { batch, lanes }: (typeof WAYS)[number]) {
  for (let from = 0; from < jobs; from += 1_000) {
    const some = Array.from({ length: Math.min(1_000, jobs - from) }, (_, n) => ({ data: { n } }));
    await boss.insert(QUEUE, some);
  }
  const lane = async () => {
    for (;;) {
      const taken = await boss.fetch(QUEUE, { batchSize: batch });
      if (taken.length === 0) return;
      const ids = taken.map(({ id }) => id);
      await boss.complete(QUEUE, ids);
    }
  };
  const took = await milliseconds(() => Promise.all(Array.from({ length: lanes }, lane)));
  return jobs / (took / 1_000);
}
