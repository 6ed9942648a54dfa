import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type Answer, send, until } from "../caller";
import { guestAddress, prepareCampaign } from "./campaign";
import { type Fault, generator } from "./fault";
import { VictimStack } from "./stack";

type PgFault = { guests: number; kills: number; seed: number; tell: (what: string) => void };

type PgOutcome = {
  mails: number;
  /** Answers that were acknowledged. */
  acknowledged: number;
  /** Of them, those that the database does not hold as they were acknowledged. */
  lost: number;
  /** Answers that stand twice. */
  twice: number;
  /** Refusals that were no 503 with Retry-After in JSON. */
  rude: number;
  /** Outages longer than three seconds, from the kill to the next answer that was acknowledged. */
  slow: number;
};

const AT_ONCE = 16;
const GAP_MS = 3_000;
/** What ends sooner than this after its start is held for broken, and its next start put off (stack/supervisor.ts). */
const SOUND_MS = 10_000;

type Household = { token: string; formId: string; guestIds: string[]; eventId: string };
type Kept = { id: string; revision: number; message: string };

/** The database, killed under the guests' hands. */
export const fault: Fault = {
  key: "pg",
  about: "PostgreSQL killed −9 while guests answer",
  async run({ seed, size: guests = 100, times: kills = 10, tell }) {
    const { mails, acknowledged, longestGapMs, ...counts } = await pg({ guests, kills, seed, tell });
    return {
      work: `${mails} households, ${acknowledged} answers acknowledged, ${kills} kills`,
      counts,
      figures: { "longest gap": { value: longestGapMs / 1_000, unit: "s", atMost: 3 } },
    };
  },
};

/**
 * Kills PostgreSQL −9 again and again while guests answer, and compares what they were told with what it holds.
 */
async function pg(given: PgFault): Promise<PgOutcome & { longestGapMs: number }> {
  const { guests, kills, tell } = given;
  const random = generator(given.seed);
  const stack = await VictimStack.start();
  try {
    const households = await invite(stack, guests);
    const kept: Kept[] = [];
    const found = { rude: 0, slow: 0 };
    let over = false;
    let killed = Number.POSITIVE_INFINITY;
    let firstAfter: number | undefined;
    let asked = 0;
    const guest = async () => {
      while (!over) {
        const household = households[Math.floor(random() * households.length)]!;
        const message = `answer ${asked++}`;
        const began = performance.now();
        const answer = await submit(stack, household, message, random() < 0.5);
        if (answer?.status === 201 || answer?.status === 200) {
          const { id, revision } = answer.json as { id: string; revision: number };
          kept.push({ id, revision, message });
          // What was begun before a kill and answered after it says nothing of how long it took.
          if (began > killed) firstAfter ??= performance.now();
          continue;
        }
        if (!isPolite(answer)) {
          found.rude++;
          tell(`rude: ${answer ? `${answer.status} ${answer.text.slice(0, 200)}` : "no answer"}`);
        }
        await sleep(50);
      }
    };
    const crowd = Array.from({ length: AT_ONCE }, guest);
    let longestGapMs = 0;
    for (let kill = 0; kill < kills; kill++) {
      await sleep(SOUND_MS + random() * 2_000);
      const processes = stack.killDatabase();
      killed = performance.now();
      firstAfter = undefined;
      const after = await until("an answer after the kill", async () => firstAfter, 60);
      const gap = after - killed;
      longestGapMs = Math.max(longestGapMs, Math.round(gap));
      if (gap > GAP_MS) found.slow++;
      tell(`killed ${processes} processes of PostgreSQL; answers again after ${(gap / 1_000).toFixed(1)} s`);
    }
    over = true;
    await Promise.all(crowd);
    const held = await compare(stack, kept);
    return { mails: guests, acknowledged: kept.length, ...held, ...found, longestGapMs };
  } finally {
    await stack.remove();
  }
}

/** Households with their links, as the mails carry them, and what there is to answer. */
async function invite(stack: VictimStack, guests: number): Promise<Household[]> {
  const { id, api } = await prepareCampaign(stack, guests);
  await api("POST", `/campaigns/${id}/approve`);
  await until("the campaign", async () => (await api("GET", `/campaigns/${id}`)).status === "sent", 120);
  const households: Household[] = [];
  for (let n = 0; n < guests; n += 2) {
    const inbox = await fetch(`${stack.mail}/messages?to=${encodeURIComponent(guestAddress(n))}`);
    const { data } = (await inbox.json()) as { data: { text: string }[] };
    const token = /\/i\/([\w-]{22})/.exec(data[0]!.text)![1]!;
    const { json } = await send(stack, "POST", `/api/invites/${token}/validate`, { body: {} });
    const seen = json as { guests: { id: string }[]; events: { id: string }[]; form: { id: string } };
    const guestIds = seen.guests.map((guest) => guest.id);
    households.push({ token, formId: seen.form.id, guestIds, eventId: seen.events[0]!.id });
  }
  return households;
}

function submit(stack: VictimStack, household: Household, message: string, comes: boolean) {
  const { token, formId, guestIds, eventId } = household;
  const attendance = { [eventId]: comes ? "attending" : "declined" };
  const responses = guestIds.map((guestId) => ({ guestId, attendance, answers: {} }));
  const body = { token, formId, message, responses };
  return send(stack, "POST", "/api/rsvp/submit", { body }).catch(() => null);
}

/** Whoever cannot be served is told so, when to come again, and in the words of an API. */
function isPolite(answer: Answer | null): boolean {
  if (answer?.status !== 503) return false;
  const type = String(answer.headers["content-type"]);
  return Boolean(answer.headers["retry-after"]) && /json/.test(type);
}

async function compare(stack: VictimStack, kept: Kept[]) {
  const app = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  try {
    const rows = await app<{ id: string; number: number; message: string }[]>`
      select submission_id as id, number, message from rsvp_revisions where message like 'answer %'`;
    const held = new Map(rows.map(({ id, number, message }) => [`${id} ${number}`, message]));
    const messages = new Set(rows.map(({ message }) => message));
    return {
      lost: kept.filter(({ id, revision, message }) => held.get(`${id} ${revision}`) !== message).length,
      twice: rows.length - messages.size,
    };
  } finally {
    await app.end({ timeout: 1 });
  }
}
