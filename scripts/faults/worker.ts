import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { until } from "../caller";
import { prepareCampaign, type ReadyCampaign } from "./campaign";
import { type Comparison, compare } from "./compare";
import { type Fault, generator } from "./fault";
import { VictimStack } from "./stack";

type WorkerFault = {
  guests: number;
  /** How often everything is killed while the campaign is being sent. */
  kills: number;
  /** Decides when; the same seed kills at the same shares of the campaign. */
  seed: number;
  /** Requests a second that the mail stand-in takes, 100 mails each: the middle should last. */
  callsPerSecond: number;
  tell: (what: string) => void;
};

/** The executor, the app and everything beside them, killed in the middle of a campaign. */
export const fault: Fault = {
  key: "worker",
  about: "everything killed −9 in the middle of a campaign",
  async run({ seed, size: guests = 4_000, times: kills = 3, tell }) {
    const { mails, ...counts } = await worker({ guests, kills, seed, callsPerSecond: 2, tell });
    return { work: `${mails} mails, ${kills} kills`, counts };
  },
};

/**
 * Sends a campaign while everything is killed −9 in its middle (supervisor, app, executor, mail stand-in, PostgreSQL)
 * and started again, then compares what the mail stand-in holds with what the database says.
 */
async function worker(given: WorkerFault): Promise<Comparison> {
  const { guests, kills, callsPerSecond, tell } = given;
  const random = generator(given.seed);
  const stack = await VictimStack.start({ RESEND_RATE_LIMIT: String(callsPerSecond) });
  try {
    const campaign = await prepareCampaign(stack, guests);
    await campaign.api("POST", `/campaigns/${campaign.id}/approve`);
    const stopped = new Set<string>();
    for (let kill = 0; kill < kills; kill++) {
      // One kill in each of equal stretches between the first mail and the last but a few.
      const share = 0.05 + (0.85 * (kill + random())) / kills;
      const accepted = await reach(stack, campaign.subject, Math.ceil(share * guests));
      for (const address of await stop(stack, campaign)) stopped.add(address);
      await sleep(random() * 400);
      const processes = await stack.kill();
      tell(`killed ${processes} processes at ${accepted} of ${guests} mails`);
      tell(`up again in ${((await stack.start()) / 1_000).toFixed(1)} s`);
    }
    await until(
      "the end of the campaign",
      async () => {
        const { status } = await campaign.api("GET", `/campaigns/${campaign.id}`);
        return status === "sent";
      },
      300 + guests / 100 / callsPerSecond,
    );
    tell(`${stopped.size} people had stopped their mails in time`);
    return await compare(stack, campaign, guests, stopped);
  } finally {
    await stack.remove();
  }
}

/** Waits until that many mails were accepted. */
async function reach(stack: VictimStack, subject: string, mails: number): Promise<number> {
  const sql = postgres(stack.database("stand_ins"), { max: 1, onnotice: () => {} });
  try {
    return await until(
      `${mails} mails`,
      async () => {
        const [row] = await sql`select count(*)::int as n from mail.messages where subject = ${subject}`;
        return row!.n >= mails && (row!.n as number);
      },
      300,
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** People who stop their mails at one go. */
const STOPPING = 10;

/** Stops mails to some whose batch is not frozen; answers those whose batch was not even when that was acknowledged. */
async function stop(stack: VictimStack, { id, projectId, api }: ReadyCampaign): Promise<string[]> {
  const sql = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  try {
    const waiting = () => sql<{ address: string }[]>`
      select address from message_jobs
       where campaign_id = ${id} and status = 'queued' and batch_id is null order by id desc limit 1000`;
    const chosen = (await waiting()).slice(0, STOPPING).map(({ address }) => address);
    const path = `/projects/${projectId}/suppression-list`;
    for (const address of chosen) await api("POST", path, { body: { channel: "email", address } });
    const still = new Set((await waiting()).map(({ address }) => address));
    return chosen.filter((address) => still.has(address));
  } finally {
    await sql.end({ timeout: 1 });
  }
}
