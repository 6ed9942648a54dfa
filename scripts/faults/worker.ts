import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { until } from "../caller";
import { guestAddress, prepareCampaign } from "./campaign";
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

/** What was found afterwards; everything but `mails` should be 0. */
type WorkerOutcome = {
  mails: number;
  /** Guests without a mail, and guests with more than one. */
  lost: number;
  twice: number;
  /** Messages that the database still holds for queued or being sent. */
  stuck: number;
  /** Messages of which the database tells another story than the mail stand-in and its events. */
  untrue: number;
  /** Events that the app never took. */
  untold: number;
};

/** The executor, the app and everything beside them, killed in the middle of a campaign. */
export const fault: Fault = {
  key: "worker",
  about: "everything killed −9 in the middle of a campaign",
  async run({ seed, size: guests = 2_000, times: kills = 3, tell }) {
    const { mails, ...counts } = await worker({ guests, kills, seed, callsPerSecond: 2, tell });
    return { work: `${mails} mails, ${kills} kills`, counts };
  },
};

/**
 * Sends a campaign while everything is killed −9 in its middle (supervisor, app, executor, mail stand-in, PostgreSQL)
 * and started again, then compares what the mail stand-in holds with what the database says.
 */
async function worker(given: WorkerFault): Promise<WorkerOutcome> {
  const { guests, kills, callsPerSecond, tell } = given;
  const random = generator(given.seed);
  const stack = await VictimStack.start({ RESEND_RATE_LIMIT: String(callsPerSecond) });
  try {
    const campaign = await prepareCampaign(stack, guests);
    await campaign.api("POST", `/campaigns/${campaign.id}/approve`);
    for (let kill = 0; kill < kills; kill++) {
      // One kill in each of equal stretches between the first mail and the last but a few.
      const share = 0.05 + (0.85 * (kill + random())) / kills;
      const accepted = await reach(stack, campaign.subject, Math.ceil(share * guests));
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
    return await compare(stack, campaign, guests);
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

type Message = { id: string; address: string; delivered: boolean };
type Job = { address: string; status: string; message: string | null };

async function compare(stack: VictimStack, campaign: { id: string; subject: string }, guests: number) {
  const mail = postgres(stack.database("stand_ins"), { max: 1, onnotice: () => {} });
  const app = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  try {
    const pending = async () =>
      (await mail`select count(*)::int as n from mail.events where next_at is not null`)[0]!.n as number;
    // Events that are never taken are part of what is found, so waiting for them in vain is no failure of its own.
    await until("the events", async () => (await pending()) === 0, 120).catch(() => {});
    const messages = await mail<Message[]>`
      select id, recipients[1] as address,
             exists (select from mail.events e where e.message_id = m.id and e.type = 'email.delivered') as delivered
        from mail.messages m where subject = ${campaign.subject}`;
    const jobs = await app<Job[]>`
      select address, status, provider_message_id as message from message_jobs where campaign_id = ${campaign.id}`;
    const byAddress = grouped(messages);
    const jobOf = new Map(jobs.map((job) => [job.address, job]));
    const everybody = Array.from({ length: guests }, (_, n) => guestAddress(n));
    const isTrue = (address: string) => {
      const [message] = byAddress.get(address) ?? [];
      const job = jobOf.get(address);
      return (
        message !== undefined &&
        job?.message === message.id &&
        job.status === (message.delivered ? "delivered" : "sent")
      );
    };
    return {
      mails: messages.length,
      lost: everybody.filter((address) => !byAddress.has(address)).length,
      twice: everybody.filter((address) => (byAddress.get(address)?.length ?? 0) > 1).length,
      stuck: jobs.filter(({ status }) => status === "queued" || status === "sending").length,
      untrue: everybody.filter((address) => !isTrue(address)).length,
      untold: await pending(),
    };
  } finally {
    await Promise.all([mail.end({ timeout: 1 }), app.end({ timeout: 1 })]);
  }
}

function grouped(messages: readonly Message[]): Map<string, Message[]> {
  const groups = new Map<string, Message[]>();
  for (const message of messages)
    groups.set(message.address, [...(groups.get(message.address) ?? []), message]);
  return groups;
}
