import { createHmac, randomBytes, randomUUID } from "node:crypto";
import postgres from "postgres";
import { advance, effectOf, type Progress } from "../../lib/messaging/webhooks/policy";
import { send, until } from "../caller";
import { prepareCampaign } from "./campaign";
import { type Fault, generator } from "./fault";
import { VictimStack } from "./stack";

type HooksFault = {
  /** Events, the same for each order. */
  events: number;
  /** Orders in which they come, each to messages of its own. */
  orders: number;
  forged: number;
  seed: number;
  tell: (what: string) => void;
};

type HooksOutcome = {
  mails: number;
  /** Answers to signed events that were not 200. */
  refused: number;
  /** Forged events that were not answered 401. */
  believed: number;
  /** Messages in another state than the set of their events says. */
  untrue: number;
  /** Orders that ended otherwise than the first. */
  otherwise: number;
  /** Messages that a forged event changed. */
  changed: number;
};

const TYPES = [
  "delivered",
  "delivery_delayed",
  "bounced",
  "complained",
  "failed",
  "opened",
  "clicked",
] as const;
const DETAILS = { bounce: { type: "Transient", message: "mailbox full" }, failed: { reason: "rejected" } };
const REPEATS = 5;
const AT_ONCE = 8;

type Event = { id: string; message: number; type: string; at: string };
type Job = { id: string; organization: string };

/** A provider's events as they may come, and those that somebody made up. */
export const fault: Fault = {
  key: "hooks",
  about: "events five times, in many orders, and forged ones between them",
  async run({ seed, size: events = 100, times: orders = 20, tell }) {
    const { mails, ...counts } = await hooks({ events, orders, forged: 5 * events, seed, tell });
    return { work: `${mails} mails, ${events} events in ${orders} orders, ${5 * events} forged`, counts };
  },
};

/**
 * Tells one set of events of as many messages in many orders, each event five times, and forged ones between them,
 * then holds every message against the rules.
 */
async function hooks(given: HooksFault): Promise<HooksOutcome> {
  const { events: count, orders, forged, tell } = given;
  const random = generator(given.seed);
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  const stack = await VictimStack.start({ RESEND_WEBHOOK_SECRET: secret });
  const app = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  try {
    const each = Math.max(1, Math.ceil(count / 4));
    const campaign = await prepareCampaign(stack, each * orders);
    await campaign.api("POST", `/campaigns/${campaign.id}/approve`);
    const delivered = async () =>
      (
        await app`select count(*)::int as n from message_jobs where campaign_id = ${campaign.id} and status <> 'delivered'`
      )[0]!.n === 0;
    await until("everything to be delivered", delivered, 600);
    const jobs = await app<Job[]>`
      select id, organization_id as organization from message_jobs where campaign_id = ${campaign.id} order by id`;
    const moment = () => new Date(1.8e12 + Math.floor(random() * 1e9)).toISOString();
    const events = Array.from({ length: count }, (_, n) => ({
      ...{ id: randomUUID(), message: n % each, at: moment() },
      type: `email.${TYPES[Math.floor(random() * TYPES.length)]}`,
    }));
    const found = { refused: 0, believed: 0 };
    const post = (job: Job, event: Event, forge: boolean) => {
      const tags = { organization: job.organization, job: job.id };
      const data = { email_id: `m-${job.id}`, tags, ...DETAILS };
      const body = JSON.stringify({ type: event.type, created_at: event.at, data });
      return send(stack, "POST", "/api/webhooks/resend", {
        body,
        headers: signed(event.id, body, secret, forge),
      });
    };
    const tasks: (() => Promise<void>)[] = [];
    for (let order = 0; order < orders; order++) {
      const told = shuffled(Array.from({ length: REPEATS }, () => events).flat(), random);
      for (const event of told) {
        const job = jobs[order * each + event.message]!;
        tasks.push(async () => {
          if ((await post(job, { ...event, id: `${event.id}-${order}` }, false)).status !== 200)
            found.refused++;
        });
      }
    }
    for (let n = 0; n < forged; n++) {
      const job = jobs[Math.floor(random() * jobs.length)]!;
      const event = { id: randomUUID(), message: 0, type: "email.complained", at: moment() };
      tasks.splice(Math.floor(random() * tasks.length), 0, async () => {
        if ((await post(job, event, true)).status !== 401) found.believed++;
      });
    }
    tell(`${tasks.length} events, ${forged} of them forged`);
    await inTurn(tasks);
    const rows = await app<(Progress & { id: string; told: number })[]>`
      select id, status, last_error as "lastError", opened_at as "openedAt", clicked_at as "clickedAt",
             (select count(*)::int from message_events e where e.job_id = j.id) as told
        from message_jobs j where campaign_id = ${campaign.id} order by id`;
    const state = ({ status, openedAt, clickedAt }: Progress) =>
      [status, ...[openedAt, clickedAt].map((at) => (at ? new Date(at).toISOString() : "-"))].join(" ");
    const before: Progress = {
      ...{
        status: "delivered",
        lastError: null,
        sentAt: null,
        deliveredAt: null,
        openedAt: null,
        machineOpenedAt: null,
        clickedAt: null,
      },
    };
    const right = Array.from({ length: each }, (_, message) =>
      state(
        events
          .filter((event) => event.message === message)
          .reduce((now, { type, at }) => advance(now, effectOf(type, DETAILS)!, at), before),
      ),
    );
    const ends = Array.from({ length: orders }, (_, order) =>
      rows.slice(order * each, (order + 1) * each).map(state),
    );
    const ofEach = Array.from(
      { length: each },
      (_, m) => events.filter(({ message }) => message === m).length,
    );
    // Beside ours stand the two of the stand-in: sent and delivered.
    const changed = rows.filter(({ told }, at) => told !== ofEach[at % each]! + 2).length;
    return {
      ...{ mails: jobs.length, ...found, changed },
      untrue: ends.flat().filter((one, at) => one !== right[at % each]).length,
      otherwise: ends.filter((one) => one.join() !== ends[0]!.join()).length,
    };
  } finally {
    await app.end({ timeout: 1 });
    await stack.remove();
  }
}

function signed(id: string, body: string, secret: string, forge: boolean): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const key = forge ? randomBytes(24) : Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    ...{ "content-type": "application/json", "svix-id": id, "svix-timestamp": timestamp },
    "svix-signature": `v1,${signature}`,
  };
}

function shuffled<T>(items: T[], random: () => number): T[] {
  const list = [...items];
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
  return list;
}

async function inTurn(tasks: (() => Promise<void>)[]): Promise<void> {
  const queue = [...tasks];
  const worker = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) await task();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
