import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { stranded } from "../../lib/messaging/delivery/watch/queries";
import { send, until } from "../caller";
import { prepareCampaign, type ReadyCampaign } from "./campaign";
import { type Comparison, compare, type Stopping } from "./compare";
import { type Fault, generator } from "./fault";
import { VictimStack } from "./stack";
import { Gate, outsideProvider, Trap, WINDOWS } from "./windows";

type WorkerFault = {
  guests: number;
  /** How often app and executor are killed, by turns in each window of a batch. */
  kills: number;
  /** Decides what the provider does with calls whose caller died. */
  seed: number;
  /** Requests a second that the provider takes, 100 mails each. */
  callsPerSecond: number;
  tell: (what: string) => void;
};

type WorkerOutcome = Comparison & {
  /** Kills that were not proven to fall into their window. */
  elsewhere: number;
  /** Messages that were queued or being sent with nothing that would move them, at any moment that was looked at. */
  stranded: number;
};

/** App and executor, killed where it hurts. */
export const fault: Fault = {
  key: "worker",
  about:
    "app and executor killed −9 before, in and after a batch's call, and before its answer is written down",
  async run({ seed, size: guests = 4_000, times: kills = 4, tell }) {
    // No more is frozen than is sent soon, so a slow provider leaves people time to stop even a small campaign.
    const callsPerSecond = guests < 20_000 ? 2 : 10;
    const { mails, ...counts } = await worker({ guests, kills, seed, callsPerSecond, tell });
    return { work: `${mails} mails, ${kills} kills in ${WINDOWS.length} windows`, counts };
  },
};

/**
 * Sends a campaign by a provider that lives on, while app and executor are killed −9 with a batch in each window by
 * turns and people stop their mails, then compares what the provider holds with what the database says.
 */
async function worker(given: WorkerFault): Promise<WorkerOutcome> {
  const { guests, kills, tell } = given;
  const random = generator(given.seed);
  const provider = await outsideProvider(given.callsPerSecond);
  const stack = await VictimStack.start(provider.env);
  const gate = new Gate();
  const mail = await provider.start(stack, gate.hold);
  const promise = watch(stack);
  try {
    const began = performance.now();
    const campaign = await prepareCampaign(stack, guests);
    tell(`${guests} guests are ready`);
    await campaign.api("POST", `/campaigns/${campaign.id}/approve`);
    const trap = new Trap(stack, campaign.id, gate, random);
    const people: Stopping = { asked: new Set(), inTime: new Set() };
    let elsewhere = 0;
    for (let kill = 0; kill < kills; kill++) {
      // One kill in each of equal stretches between the first mail and the last but a few.
      await reach(stack, campaign, Math.floor((0.9 * guests * kill) / kills));
      await stop(stack, campaign, people);
      const window = WINDOWS[kill % WINDOWS.length]!;
      const caught = await trap.catch(window);
      if (!caught)
        throw new Error(`The campaign ended before kill ${kill + 1}: take more mails or fewer kills.`);
      const fellDue = await caught.holds();
      const killed = await stack.killParts(["app", "stand-ins"]);
      const holds = await caught.holds();
      if (!fellDue || !holds || killed < 2) elsewhere++;
      await promise.look();
      await caught.letGo();
      const up = await stack.answers();
      const seconds = Math.round((performance.now() - began) / 1_000);
      tell(
        `${kill + 1} of ${kills} at ${seconds} s: ${window}${holds ? "" : ", not held"}, up again in ${up.toFixed(1)} s`,
      );
    }
    await trap.close();
    const isSent = async () => (await campaign.api("GET", `/campaigns/${campaign.id}`)).status === "sent";
    await until("the end of the campaign", isSent, 300 + guests / 100);
    tell(`${people.inTime.size} of ${people.asked.size} people had stopped their mails in time`);
    const found = await compare(stack, campaign, guests, people);
    return { ...found, elsewhere, stranded: await promise.end() };
  } finally {
    await promise.end();
    await mail.close();
    await stack.remove();
  }
}

/** Looks each second whether every open message has something that moves it. */
function watch(stack: VictimStack) {
  const sql = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  const { sql: text, params } = new PgDialect().sqlToQuery(stranded);
  let worst = 0;
  const look = async () => {
    const rows = await sql.unsafe<{ messages: number }[]>(text, params as never[]);
    worst = Math.max(
      worst,
      rows.reduce((sum, { messages }) => sum + messages, 0),
    );
  };
  const timer = setInterval(() => void look().catch(() => {}), 1_000);
  let last: Promise<number> | undefined;
  const finish = async () => {
    clearInterval(timer);
    await look();
    await sql.end({ timeout: 5 });
    return worst;
  };
  return {
    look,
    end: () => {
      last ??= finish();
      return last;
    },
  };
}

/** Waits until that many messages were sent, as the database says. */
async function reach(stack: VictimStack, { id }: ReadyCampaign, mails: number): Promise<void> {
  const sql = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  const sent = async () => {
    const [row] = await sql`
      select coalesce(sum(size), 0)::int as n from message_batches where campaign_id = ${id} and status = 'sent'`;
    return row!.n >= mails;
  };
  try {
    await until(`${mails} mails`, sent, 300);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** People who stop their mails at one go. */
const STOPPING = 10;

/**
 * Stops mails to some whose batch is not frozen, by turns by their own click and by the host; whose batch was not
 * frozen even when that was acknowledged stopped in time.
 */
async function stop(stack: VictimStack, campaign: ReadyCampaign, { asked, inTime }: Stopping): Promise<void> {
  const { id, projectId, api } = campaign;
  const sql = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  try {
    const chosen = await sql<{ id: string; organization: string; address: string }[]>`
      select id, organization_id as organization, address from message_jobs
       where campaign_id = ${id} and status = 'queued' and batch_id is null
         and not address = any (${[...asked]}::text[]) order by id desc limit ${STOPPING}`;
    for (const [at, job] of chosen.entries()) {
      asked.add(job.address);
      if (at % 2 === 0) {
        const body = { channel: "email", address: job.address };
        await api("POST", `/projects/${projectId}/suppression-list`, { body });
        continue;
      }
      // The token that mail clients send by RFC 8058, as every mail to this person carries one.
      const answer = await send(stack, "POST", `/api/unsubscribe/${stack.unsubscribeToken(job)}`, {
        body: "List-Unsubscribe=One-Click",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
      if (answer.status !== 200) throw new Error(`Unsubscribing answered ${answer.status}: ${answer.text}`);
    }
    const unfrozen = await sql<{ address: string }[]>`
      select address from message_jobs where id = any (${chosen.map((job) => job.id)}::uuid[]) and batch_id is null`;
    for (const { address } of unfrozen) inTime.add(address);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
