import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { send } from "../caller";
import { prepareCampaign } from "./campaign";
import { type Fault, generator } from "./fault";
import type { Hook, Signer, Told, What } from "./hook";
import { openSigners } from "./hook-signers";
import { VictimStack } from "./stack";

type HooksFault = {
  /** Events, shared by the providers and the same for each order. */
  events: number;
  /** Orders in which they come, each to messages of its own. */
  orders: number;
  /** Of each provider. */
  forged: number;
  seed: number;
  tell: (what: string) => void;
};

type HooksOutcome = {
  mails: number;
  requests: number;
  /** Answers to signed events that were not 2xx. */
  refused: number;
  /** Forged events that were not answered 401. */
  believed: number;
  /** Messages in another state than the set of their events says. */
  untrue: number;
  /** Orders that ended otherwise than the first. */
  otherwise: number;
  /** Messages of which more or fewer events are kept than they have. */
  changed: number;
  /** Addresses of strangers that were asked for a certificate. */
  "strangers asked": number;
};

const REPEATS = 5;
/** How often an event comes a day late, where its provider allows that. */
const LATE = 0.2;
const AT_ONCE = 32;
/** Events that a message has on average. */
const EACH = 4;

type Event = { id: string; message: number; what: What; at: string };
type Plan = { signer: Signer; events: Event[]; messages: number };
type Job = { id: string; organization: string };
type Row = Record<"openedAt" | "clickedAt" | "sentAt" | "deliveredAt", Date | null> & {
  status: string;
  error: string | null;
  blocked: boolean;
  kept: number;
};

/** Every provider's events as they may come, and those that somebody made up. */
export const fault: Fault = {
  key: "hooks",
  about:
    "events of Resend, SES, SendGrid and Twilio five times, in many orders, and forged ones between them",
  async run({ seed, size: events = 100, times: orders = 20, tell }) {
    const { mails, requests, ...counts } = await hooks({ events, orders, forged: 5 * events, seed, tell });
    const work = `${mails} messages, ${events} events in ${orders} orders, ${4 * 5 * events} forged, ${requests} requests`;
    return { work, counts };
  },
};

/**
 * Tells one set of events of as many messages in many orders, each event five times, and forged ones between them,
 * then holds every message against the set of its events.
 */
async function hooks(given: HooksFault): Promise<HooksOutcome> {
  const { events: count, orders, forged, tell } = given;
  const random = generator(given.seed);
  const origin = { host: "" };
  const signers = await openSigners(() => `http://${origin.host}`);
  const stack = await VictimStack.start(signers.env);
  origin.host = stack.host;
  const app = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  try {
    const plans = signers.all.map((signer) => planFor(signer, Math.ceil(count / signers.all.length), random));
    const mails = plans.reduce((sum, { messages }) => sum + messages * orders, 0);
    const campaign = await prepareCampaign(stack, mails);
    // Handed to their providers: what comes next is told by events alone.
    await campaign.api("PATCH", `/campaigns/${campaign.id}`, {
      body: { scheduledAt: "2027-05-01T08:00:00Z" },
    });
    await campaign.api("POST", `/campaigns/${campaign.id}/approve`);
    const jobs = [
      ...(await app<Job[]>`
        update message_jobs set status = 'sending' where campaign_id = ${campaign.id}
        returning id, organization_id as organization`),
    ].sort((a, b) => (a.id < b.id ? -1 : 1));
    const groups = plans.map(({ messages }) => jobs.splice(0, messages * orders));
    await turnIntoTexts(app, groups[plans.findIndex(({ signer }) => signer.name === "twilio")]!);

    const found = { refused: 0, believed: 0 };
    const post = ({ path, body, headers }: Hook) =>
      send(stack, "POST", path, { body, headers }).then(({ status }) => status);
    const tasks: (() => Promise<void>)[] = [];
    for (const [at, plan] of plans.entries()) {
      const mine = groups[at]!;
      for (const hook of told(plan, mine, orders, random)) {
        tasks.push(async () => {
          if ((await post(hook())) >= 300) found.refused++;
        });
      }
      const { forge, words } = plan.signer;
      for (let n = 0; n < forged; n++) {
        const job = mine[Math.floor(random() * mine.length)]!;
        const what = words.clicked ? "clicked" : "delivered";
        const { id, organization } = job;
        const event: Told = { id: randomUUID(), what, at: moment(random), job: id, organization };
        tasks.push(async () => {
          if ((await post(forge[n % forge.length]!(event))) !== 401) found.believed++;
        });
      }
    }
    shuffle(tasks, random);
    tell(`${tasks.length} requests to ${mails} messages, ${forged} of each provider forged`);
    await inTurn(tasks, (done) => tell(`${done} answered`));
    return {
      ...{ mails, requests: tasks.length, ...found },
      ...judge(plans, await Promise.all(groups.map((group) => rowsOf(app, group))), orders),
      "strangers asked": signers.strangersAsked(),
    };
  } finally {
    await app.end({ timeout: 1 });
    await stack.remove();
    signers.close();
  }
}

/** Some day of the next months, in whole seconds. */
const moment = (random: () => number) => new Date(1.8e12 + Math.floor(random() * 1e7) * 1_000).toISOString();

function planFor(signer: Signer, count: number, random: () => number): Plan {
  const messages = Math.max(1, Math.ceil(count / EACH));
  const all = Object.keys(signer.words) as What[];
  const left = Array.from({ length: messages }, () => [...all]);
  const events = Array.from({ length: count }, (_, n): Event => {
    const message = n % messages;
    // A message of Twilio has each status once; of others the same may happen again.
    const choice = signer.name === "twilio" ? left[message]! : all;
    const at = Math.floor(random() * choice.length);
    const what = signer.name === "twilio" ? choice.splice(at, 1)[0]! : choice[at]!;
    return { id: randomUUID(), message, what, at: moment(random) };
  });
  return { signer, events, messages };
}

/** The requests that tell a plan's events in each of the orders, signed when they leave. */
function told({ signer, events, messages }: Plan, jobs: Job[], orders: number, random: () => number) {
  const requests: (() => Hook)[] = [];
  for (let order = 0; order < orders; order++) {
    const all = Array.from({ length: REPEATS }, () => events).flat();
    shuffle(all, random);
    for (let from = 0; from < all.length; ) {
      const size = 1 + Math.floor(random() * signer.most);
      const some = all.slice(from, from + size).map(({ id, message, what, at }): Told => {
        const { id: job, organization } = jobs[order * messages + message]!;
        return { id: `${id}-${order}`, what, at, job, organization };
      });
      const late = random() < LATE;
      requests.push(() => signer.tell(some, late));
      from += size;
    }
  }
  return requests;
}

/** Messages to numbers, of which Twilio tells; each its own. */
async function turnIntoTexts(app: postgres.Sql, jobs: readonly Job[]): Promise<void> {
  await app`
    update message_jobs j set channel = 'sms', address = '+1555' || (1000000 + n.at)
      from unnest(${jobs.map(({ id }) => id)}::uuid[]) with ordinality as n (id, at) where j.id = n.id`;
}

const rowsOf = (app: postgres.Sql, jobs: readonly Job[]) => app<Row[]>`
  select status, last_error as error, sent_at as "sentAt", delivered_at as "deliveredAt", opened_at as "openedAt",
         clicked_at as "clickedAt", (select count(*)::int from message_events e where e.job_id = j.id) as kept,
         exists (select from suppression_list s where s.organization_id = j.organization_id
                    and s.channel = j.channel and s.address = j.address) as blocked
    from message_jobs j where id = any (${jobs.map(({ id }) => id)}::uuid[]) order by id`;

/** From what is least to what is furthest; written here once more, so that the app's own rules are not their judge. */
const STATES = ["sending", "sent", "failed", "delivered", "bounced", "complained"] as const;
const STATE_OF: Record<What, (typeof STATES)[number]> = {
  ...{ noted: "sending", sent: "sent", failed: "failed", delivered: "delivered", bounced: "bounced" },
  ...{ complained: "complained", opened: "delivered", clicked: "delivered" },
};

/** What a set of events comes to, in whatever order. */
function outcomeOf({ signer, events }: Plan, message: number): Row {
  const mine = events.filter((event) => event.message === message);
  const status = STATES[Math.max(...mine.map(({ what }) => STATES.indexOf(STATE_OF[what])))]!;
  const first = (what: What) => {
    const [at] = mine.flatMap((event) => (event.what === what ? [event.at] : [])).sort();
    return at === undefined ? null : new Date(at);
  };
  return {
    ...{ status, kept: mine.length, error: signer.errors[status as "failed"] ?? null },
    ...{ openedAt: first("opened"), clickedAt: first("clicked") },
    ...{ sentAt: first("sent"), deliveredAt: first("delivered") },
    blocked: mine.some(({ what }) => what === "bounced" || what === "complained"),
  };
}

function judge(plans: readonly Plan[], groups: readonly Row[][], orders: number) {
  const found = { untrue: 0, otherwise: 0, changed: 0 };
  for (const [at, plan] of plans.entries()) {
    // Twilio tells no time, so it is that of the answer: only whether there is one can be known.
    const time = (date: Date | null) =>
      date && plan.signer.name !== "twilio" ? date.toISOString() : date !== null;
    const state = ({ status, error, blocked, openedAt, clickedAt, sentAt, deliveredAt }: Row) =>
      [status, error, blocked, ...[openedAt, clickedAt, sentAt, deliveredAt].map(time)].join(" ");
    const right = Array.from({ length: plan.messages }, (_, message) => outcomeOf(plan, message));
    const rows = groups[at]!;
    const ends = Array.from({ length: orders }, (_, order) =>
      rows
        .slice(order * plan.messages, (order + 1) * plan.messages)
        .map(state)
        .join("\n"),
    );
    found.untrue += rows.filter((row, n) => state(row) !== state(right[n % plan.messages]!)).length;
    found.changed += rows.filter(({ kept }, n) => kept !== right[n % plan.messages]!.kept).length;
    found.otherwise += ends.filter((end) => end !== ends[0]).length;
  }
  return found;
}

function shuffle<T>(list: T[], random: () => number): void {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
}

async function inTurn(tasks: readonly (() => Promise<void>)[], progress: (done: number) => void) {
  let next = 0;
  const worker = async () => {
    while (next < tasks.length) {
      await tasks[next++]!();
      if (next % 20_000 === 0) progress(next);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
