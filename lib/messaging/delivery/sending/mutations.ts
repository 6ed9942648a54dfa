import { sql } from "drizzle-orm";
import { prepared } from "@/db/client";
import type { Outcome, Receipt } from "@/lib/clients/email/mail";
import { isEnding } from "@/lib/clients/ending";
import { log } from "@/lib/clients/log";
import { pokeRoom } from "@/lib/clients/realtime";
import type { Cx } from "@/lib/http/cx";
import { runAsJob } from "@/lib/http/job";
import { UNKNOWN } from "../../webhooks/policy";
import { rankIn } from "../../webhooks/queries";
import { awaitTurn, holdBack, noteHealth } from "../pace/mutations";
import { backoff, type Carrier, callsAtOnce, LEASE_SECONDS, repeatable, STEP_MS } from "../policy";
import { type Message, messagesOf } from "./queries";

const NAME = "send-campaign";
/** So many others are sending, or the provider is left alone, that it is better to come back. */
const BUSY = "others are sending";

/** A batch in a worker's hands. */
type Claimed = {
  id: string;
  projectId: string;
  /** Counts the claims; whoever was overtaken by a later one writes nothing but what the provider took. */
  attempts: number;
  /** When it was first tried with an outcome that is not known; null: the provider never took it. */
  inDoubtSince: string | null;
  messages: Message[];
};

type Limits = {
  /** How long batches are begun, in milliseconds. */
  ms?: number;
  /** Freezes what comes next, while calls are under way; answers 0 when there is nothing to freeze now. */
  refill?: () => Promise<number>;
};

/**
 * Sends frozen batches of a campaign that are of the carrier's channel, until none is free, the step has lasted long
 * enough or the process is to end: as many calls beside each other as fill the provider's limit. Several may run and
 * die at any point: a batch goes out under its own id as the key, so that repeating it is the same call.
 */
export async function sendBatches(
  given: { organizationId: string; campaignId: string },
  provider: Carrier,
  { ms = STEP_MS, refill = async () => 0 }: Limits = {},
): Promise<{ calls: number }> {
  const { organizationId, campaignId } = given;
  const until = Date.now() + ms;
  const fill = singleFlight(refill);
  let calls = 0;
  await runAsJob(NAME, organizationId, (cx) => giveUp(cx, campaignId, provider));
  const worker = async () => {
    while (Date.now() < until && !isEnding()) {
      const batch = await runAsJob(NAME, organizationId, (cx) => claim(cx, campaignId, provider));
      if (!batch) {
        if ((await fill()) === 0) return;
        continue;
      }
      // Beside the call; what goes wrong with it is met by whoever finds no batch.
      fill().catch(() => {});
      const later = await awaitTurn(provider);
      if (later !== null) {
        // Nobody was called: what the campaign says of its provider stays as it is.
        await runAsJob(NAME, organizationId, (cx) => putBack(cx, batch, later, batch.inDoubtSince, BUSY));
        return;
      }
      const outcome = await call(provider, batch);
      const resting = await told(provider, outcome);
      await runAsJob(NAME, organizationId, (cx) => settle(cx, campaignId, batch, outcome, resting > 0));
      calls++;
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce(provider) }, worker));
  return { calls };
}

/** Runs `work` once at a time; whoever asks meanwhile gets the answer of the one under way. */
function singleFlight<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}

async function call(provider: Carrier, { id, messages }: Claimed): Promise<Outcome> {
  // A batch's messages are of its channel, as its carrier is.
  const answer = await provider.send(messages.map(({ content }) => content) as never, id);
  // Without a key nothing may be repeated that was perhaps taken: only the provider's events tell.
  const outcome: Outcome =
    answer.kind === "unknown" && repeatable(provider) === 0
      ? { kind: "lost", reason: answer.reason }
      : answer;
  if (outcome.kind !== "accepted") {
    log.warn(
      { batch: id, outcome: outcome.kind, reason: outcome.reason },
      "a batch of messages was not taken",
    );
  }
  return outcome;
}

/** What a call says of the provider itself; answers the seconds for which it is left alone. */
async function told(provider: Carrier, outcome: Outcome): Promise<number> {
  if (outcome.kind === "later") await holdBack(provider, outcome.seconds);
  return noteHealth(provider, outcome.kind !== "unknown" && outcome.kind !== "lost");
}

/**
 * Takes one batch that nobody holds, for the length of the lease; null when there is none at this moment. A campaign
 * that is paused or cancelled begins none; what may have been taken is brought to its end all the same, as long as
 * the provider remembers its key.
 */
async function claim(cx: Cx, campaignId: string, provider: Carrier): Promise<Claimed | null> {
  const [campaign] = await cx.tx.execute<{ status: string; perMinute: number | null }>(
    sql`${prepared}select status, per_minute as "perMinute" from messaging_campaigns where id = ${campaignId}`,
  );
  if (!campaign) return null;
  const { status, perMinute } = campaign;
  if (perMinute !== null && !(await mayBegin(cx, campaignId))) return null;
  const begun = sql`first_attempt_at is not null`;
  const [row] = await cx.tx.execute<Omit<Claimed, "messages"> & { size: number }>(sql`${prepared}
    update message_batches b
       set status = 'sending', claimed_until = now() + ${LEASE_SECONDS} * interval '1 second', attempts = b.attempts + 1,
           first_attempt_at = coalesce(b.first_attempt_at, now()), updated_at = now()
      from (select id, first_attempt_at from message_batches
             where campaign_id = ${campaignId} and channel = ${provider.channel} and status in ('frozen', 'sending')
               and coalesce(claimed_until, '-infinity') < now() and coalesce(not_before, '-infinity') <= now()
               and coalesce(first_attempt_at, 'infinity') >= now() - ${repeatable(provider)} * interval '1 second'
               and ${status === "sending" ? sql`true` : begun}
             order by number limit 1 for update skip locked) free
     where b.id = free.id
    returning b.id, b.attempts, b.size, free.first_attempt_at as "inDoubtSince",
              (select project_id from messaging_campaigns where id = b.campaign_id) as "projectId"`);
  if (!row) return null;
  if (perMinute !== null) {
    await cx.tx.execute(sql`
      update messaging_campaigns set next_batch_at = now() + ${(60 * row.size) / perMinute} * interval '1 second'
       where id = ${campaignId}`);
  }
  return { ...row, messages: await messagesOf(cx, row.id) };
}

/** Whether a slowed campaign may begin its next batch; its row is held until that is written. */
async function mayBegin(cx: Cx, campaignId: string): Promise<boolean> {
  const [row] = await cx.tx.execute<{ free: boolean }>(sql`
    select coalesce(next_batch_at, '-infinity') <= now() as free from messaging_campaigns where id = ${campaignId} for update`);
  return row!.free;
}

/** Batches that may have been taken so long ago that the provider has forgotten their key are not repeated. */
async function giveUp(cx: Cx, campaignId: string, provider: Carrier): Promise<void> {
  await cx.tx.execute(sql`
    with lost as (
      update message_batches set status = 'unknown', claimed_until = null, updated_at = now()
       where campaign_id = ${campaignId} and channel = ${provider.channel} and status in ('frozen', 'sending')
         and first_attempt_at < now() - ${repeatable(provider)} * interval '1 second'
         and coalesce(claimed_until, '-infinity') < now()
      returning id
    )
    update message_jobs set status = 'failed', last_error = ${UNKNOWN}, updated_at = now()
     where batch_id in (select id from lost) and status = 'sending'`);
}

/** Writes down what became of a batch. Told twice, or late, it changes nothing that is known better by now. */
async function settle(
  cx: Cx,
  campaignId: string,
  batch: Claimed,
  outcome: Outcome,
  resting: boolean,
): Promise<void> {
  switch (outcome.kind) {
    case "accepted":
      await accept(cx, batch, outcome.receipts);
      break;
    case "refused":
      await fail(cx, batch, "failed", outcome.reason);
      break;
    case "lost":
      await fail(cx, batch, "unknown", outcome.reason);
      break;
    case "later":
      // Not taken: whether it is in doubt is what it was before.
      await putBack(cx, batch, outcome.seconds, batch.inDoubtSince, outcome.reason);
      break;
    case "unknown":
      await putBack(cx, batch, Math.max(outcome.seconds, backoff(batch.attempts)), undefined, outcome.reason);
      break;
  }
  // A problem that only a person can solve is shown on the campaign; the next success takes it away.
  const shown = (outcome.kind === "later" && outcome.ours) || (outcome.kind === "unknown" && resting);
  const problem = shown ? outcome.reason : null;
  await cx.tx.execute(sql`${prepared}
    update messaging_campaigns set last_error = ${problem}
     where id = ${campaignId} and last_error is distinct from ${problem}`);
  // A poke is a signal: it may be lost, so it needs no row of the outbox.
  cx.after(() => pokeRoom(batch.projectId, ["messages"]));
}

async function accept(cx: Cx, batch: Claimed, receipts: readonly Receipt[]): Promise<void> {
  const rows = batch.messages.map(({ jobId }, at) => {
    const receipt = receipts[at]!;
    return "id" in receipt
      ? { job: jobId, message: receipt.id, refused: null }
      : { job: jobId, message: null, refused: receipt.refused };
  });
  await cx.tx.execute(sql`${prepared}
    with locked as (
      select id from message_jobs where batch_id = ${batch.id} order by id for update
    ), done as (
      update message_batches set status = 'sent', claimed_until = null, not_before = null, last_error = null, updated_at = now()
       where id = ${batch.id} and status in ('frozen', 'sending', 'unknown')
      returning id
    )
    update message_jobs j
       set status = case when ${rankIn(sql`j`)} > 2 then j.status when r.refused is not null then 'failed' else 'sent' end,
           last_error = case when ${rankIn(sql`j`)} > 2 then j.last_error else r.refused end,
           provider_message_id = coalesce(j.provider_message_id, r.message),
           sent_at = case when r.refused is null then coalesce(j.sent_at, now()) else j.sent_at end,
           attempts = ${batch.attempts}, updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (job uuid, message text, refused text), done, locked
     where j.id = r.job and locked.id = j.id`);
}

async function fail(cx: Cx, batch: Claimed, status: "failed" | "unknown", reason: string): Promise<void> {
  await cx.tx.execute(sql`
    with done as (
      update message_batches set status = ${status}, claimed_until = null, last_error = ${reason}, updated_at = now()
       where id = ${batch.id} and status in ('frozen', 'sending') and attempts = ${batch.attempts}
      returning id
    )
    update message_jobs set status = 'failed', last_error = ${status === "unknown" ? UNKNOWN : reason},
           attempts = ${batch.attempts}, updated_at = now()
     where batch_id in (select id from done) and status = 'sending'`);
}

/** Lets go of a batch; `inDoubtSince` undefined leaves what the claim wrote. */
async function putBack(
  cx: Cx,
  batch: Claimed,
  seconds: number,
  inDoubtSince: string | null | undefined,
  reason: string,
): Promise<void> {
  await cx.tx.execute(sql`
    update message_batches
       set status = 'frozen', claimed_until = null, not_before = now() + ${seconds} * interval '1 second',
           first_attempt_at = ${inDoubtSince === undefined ? sql`first_attempt_at` : sql`${inDoubtSince}::timestamptz`},
           last_error = ${reason}, updated_at = now()
     where id = ${batch.id} and status in ('frozen', 'sending') and attempts = ${batch.attempts}`);
}
