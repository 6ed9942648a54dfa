import postgres from "postgres";
import { until } from "../scripts/caller";
import { prepareCampaign } from "../scripts/faults/campaign";
import { VictimStack } from "../scripts/faults/stack";
import { type Bench, median } from "./bench";

// Mails in a call, as the provider's batch endpoint takes them.
const BATCH = 100;
// As many calls as no part of the line reaches: the stack's own default.
const UNLIMITED = 1_000;
const MAILS = { quick: { 10: 6_000, unlimited: 6_000 }, full: { 10: 20_000, 2: 6_000, unlimited: 40_000 } };

/** A campaign from the first mail that the provider took to the last, beside what the provider's limit lets through. */
export const bench: Bench = {
  key: "campaign",
  work: "a campaign's mails a second: rendered, sent, acknowledged, by the whole stack",
  beside: "the provider's limit of calls a second × 100 mails",
  goal: "≥ 0.98 of the limit, unhandled 429 = 0, ≥ 5,000 mails/s unlimited",
  reached: ({ ratios, also }) =>
    median(ratios) >= 0.98 &&
    Math.max(...(also?.["unhandled 429"] ?? [])) === 0 &&
    median(also?.["unlimited mails/s"] ?? []) >= 5_000,
  async run(size) {
    const { unlimited, ...limited } = MAILS[size];
    const ours: number[] = [];
    const theirs: number[] = [];
    const unhandled: number[] = [];
    const notes: string[] = [];
    for (const [limit, mails] of Object.entries(limited)) {
      const sent = await campaign(mails, Number(limit));
      ours.push(sent.perSecond);
      theirs.push(Number(limit) * BATCH);
      unhandled.push(sent.unhandled);
      notes.push(`${limit} calls/s: ${mails} mails, ${sent.repeated} calls repeated`);
    }
    const free = await campaign(unlimited, UNLIMITED);
    unhandled.push(free.unhandled);
    return {
      ...{ ours, theirs, unit: "mails/s", ratios: ours.map((value, at) => value / theirs[at]!) },
      also: { "unhandled 429": unhandled, "unlimited mails/s": [free.perSecond] },
      note: [...notes, `unlimited: ${unlimited} mails`].join("; "),
    };
  },
};

/** Sends one campaign on a stack of its own. */
async function campaign(mails: number, callsPerSecond: number) {
  const stack = await VictimStack.start({ RESEND_RATE_LIMIT: String(callsPerSecond) });
  const inbox = postgres(stack.database("stand_ins"), { max: 1, onnotice: () => {} });
  const app = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  try {
    const { id, subject, api } = await prepareCampaign(stack, mails);
    await api("POST", `/campaigns/${id}/approve`);
    const isSent = async () => (await api("GET", `/campaigns/${id}`)).status === "sent";
    await until("the end of the campaign", isSent, 120 + mails / BATCH);
    // The first call ends nothing but begins the clock, so its mails are not counted.
    const [took] = await inbox<{ seconds: number; mails: number }[]>`
      select extract(epoch from max(created_at) - min(created_at))::float8 as seconds, count(*)::int as mails
        from mail.messages where subject = ${subject}`;
    const [left] = await app<{ unhandled: number; repeated: number }[]>`
      select (select count(*)::int from message_jobs
               where campaign_id = ${id} and status in ('queued', 'sending', 'failed')) as unhandled,
             (select coalesce(sum(attempts - 1), 0)::int from message_batches where campaign_id = ${id}) as repeated`;
    if (took!.mails !== mails) throw new Error(`${took!.mails} of ${mails} mails reached the provider.`);
    return { perSecond: (took!.mails - BATCH) / took!.seconds, ...left! };
  } finally {
    await Promise.all([inbox.end({ timeout: 1 }), app.end({ timeout: 1 })]);
    await stack.remove();
  }
}
