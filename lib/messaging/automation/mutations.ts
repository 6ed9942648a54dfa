import { and, eq, sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { messagingCampaigns as campaigns } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import { runAsJob } from "@/lib/http/job";
import { AppError } from "@/lib/http/problem";
import { emit } from "@/lib/http/record";
import { campaignContinued } from "../events";
import { mailWords } from "../mail/words";
import { lockCampaign, record } from "../mutations";
import { queueMessages } from "../queueing/mutations";
import { tierCheck } from "../readiness/policy";
import { examine } from "../readiness/queries";
import { getsRoom } from "../standing/policy";
import { oneByOne } from "../standing/queries";
import { hold } from "../waterfall/mutations";
import type { Trigger } from "./contract";
import { DEADLINE_PASSED, isOncePerGuest, isOverdue, nextRun } from "./policy";
import { datesOf, dueAmong } from "./queries";

const NAME = "run-automations";

type Campaign = typeof campaigns.$inferSelect;
/** How soon a run that is over its tier's limits of a day is tried again. */
const ROOM_AGAIN = 3_600_000;

type Told = "answered" | null;

/**
 * Begins a run whose time has come: whom it is for is looked up now, and a message is queued for each. Where a date
 * was moved it only takes its new time; where the date is gone it holds and says so. Where it was
 * held up until answers are due, it ends and says so.
 *
 * @param campaign its row, held until the end of the transaction
 * @param told an answer was saved just now, so that nobody waits for the next look
 * @returns whether messages were queued
 */
export async function beginRun(cx: Cx, campaign: Campaign, told: Told = null): Promise<boolean> {
  const trigger = campaign.trigger as Trigger | null;
  if (campaign.status !== "scheduled" || trigger === null) return false;
  const dates = await datesOf(cx, campaign);
  const at = nextRun(trigger, dates, campaign.lastRunAt ?? campaign.approvedAt!);
  const isDue = at instanceof Date && (at <= cx.now || (trigger.kind === "answered" && told === "answered"));
  if (!isDue) {
    await settleTime(cx, campaign, at);
    return false;
  }
  if (isOverdue(trigger, dates, cx.now)) {
    await endLate(cx, campaign);
    return false;
  }
  await oneByOne(cx);
  const { reached, asked } = await examine(cx, campaign);
  const people = await dueAmong(cx, campaign, trigger, reached);
  const run = isOncePerGuest(trigger) ? Math.max(1, campaign.run) : campaign.run + 1;
  if (people.length === 0) {
    // Counted as a run, so that what was missed is not tried again and again.
    await change(cx, campaign.id, { lastRunAt: cx.now });
    await planNext(cx, campaign);
    return false;
  }
  const over = asked && tierCheck({ ...asked, recipients: asked.own + people.length }, mailWords("en"));
  if (over?.status === "fail") {
    if (!getsRoom({ ...asked!, recipients: people.length })) await hold(cx, campaign, "limit", over.message);
    else {
      const later = new Date(cx.now.getTime() + ROOM_AGAIN);
      await change(cx, campaign.id, { scheduledAt: later, wakesAt: later, lastError: over.message });
    }
    return false;
  }
  try {
    const messages = await queueMessages(cx, { ...campaign, run }, people);
    const begun = {
      run,
      status: "approved",
      step: 0,
      nextStepAt: null,
      finishedAt: null,
      lastError: null,
    } as const;
    await change(cx, campaign.id, { ...begun, lastRunAt: cx.now, wakesAt: cx.now });
    await record(cx, "campaign.run_begun", campaign, {
      before: { run: campaign.run, status: campaign.status },
      after: { run, status: "approved", messages },
    });
    const { id: campaignId, projectId } = campaign;
    await emit(cx, { name: campaignContinued, projectId, data: { campaignId } });
    return true;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "limit_reached")) throw error;
    await hold(cx, campaign, "limit", error.message);
    return false;
  }
}

/**
 * Gives an automation whose run is over the time of its next one.
 *
 * @returns false when nothing more can come, so that it has ended
 */
export async function planNext(cx: Cx, campaign: Campaign): Promise<boolean> {
  const at = nextRun(campaign.trigger as Trigger, await datesOf(cx, campaign), cx.now);
  return settleTime(cx, campaign, at);
}

/**
 * Looks for answers that came while a run was being sent, once it is over: nobody waits for the next sweep.
 *
 * @returns whether messages were queued
 */
export async function beginAgain(cx: Cx, campaignId: string): Promise<boolean> {
  const campaign = await lockCampaign(cx, campaignId);
  return (campaign.trigger as Trigger).kind === "answered" && beginRun(cx, campaign, "answered");
}

/** Ends a reminder that was held up for so long that answers are due; one that never left was not sent. */
async function endLate(cx: Cx, campaign: Campaign): Promise<void> {
  const status = campaign.run === 0 ? "cancelled" : "sent";
  const lastError = mailWords("en")("automation.overdue");
  await change(cx, campaign.id, { status, finishedAt: cx.now, wakesAt: null, lastError });
  await record(cx, `campaign.${status}`, campaign, {
    before: { status: campaign.status },
    after: { status, reason: DEADLINE_PASSED },
  });
}

async function settleTime(cx: Cx, campaign: Campaign, at: Date | null | "no_date"): Promise<boolean> {
  if (at === "no_date") {
    await hold(cx, campaign, "no_date", null);
    return true;
  }
  if (at === null) {
    if (campaign.status === "scheduled") {
      await change(cx, campaign.id, { status: "sent", finishedAt: cx.now });
      const after = { status: "sent" };
      await record(cx, "campaign.sent", campaign, { before: { status: campaign.status }, after });
    }
    return false;
  }
  if (campaign.status !== "scheduled" || campaign.scheduledAt?.getTime() !== at.getTime()) {
    await change(cx, campaign.id, { status: "scheduled", scheduledAt: at, wakesAt: at, lastError: null });
    await emit(cx, { name: null, projectId: campaign.projectId, topic: "messages" });
  }
  return true;
}

const change = (cx: Cx, id: string, values: Partial<typeof campaigns.$inferInsert>) =>
  cx.tx
    .update(campaigns)
    .set({ ...values, version: sql`${campaigns.version} + 1`, updatedAt: cx.now })
    .where(eq(campaigns.id, id));

/** Begins every run of every organization whose time has come; answers how many were looked at. */
export async function runDueAutomations(): Promise<number> {
  const due = await asSystem("automations of every organization are begun", (tx) =>
    tx.execute<{ id: string; organizationId: string }>(sql`
      select id, organization_id as "organizationId" from messaging_campaigns
       where status = 'scheduled' and trigger is not null and deleted_at is null and scheduled_at <= now()
       order by scheduled_at limit 100`),
  );
  for (const { id, organizationId } of due) {
    await runAsJob(NAME, organizationId, async (cx) => beginRun(cx, await lockCampaign(cx, id)));
  }
  return due.length;
}

/** Looks at a project's automations anew: a date was moved, set or taken away, or somebody answered. */
export async function replanAutomations(organizationId: string, projectId: string, told: Told = null) {
  const ids = await runAsJob(NAME, organizationId, (cx) =>
    cx.tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(
        and(
          eq(campaigns.projectId, projectId),
          // One that is being sent is waited for: its end may be committed while the answer was not seen yet.
          sql`trigger is not null and (status = 'scheduled' or paused_reason = 'no_date'
              or ${told === "answered"} and status = 'sending' and trigger->>'kind' = 'answered')`,
        ),
      ),
  );
  for (const { id } of ids) {
    await runAsJob(NAME, organizationId, async (cx) => {
      const campaign = await lockCampaign(cx, id);
      if (campaign.pausedReason !== "no_date") return beginRun(cx, campaign, told);
      // It held for want of a date alone: where there is one again it goes on by itself.
      const at = nextRun(campaign.trigger as Trigger, await datesOf(cx, campaign), cx.now);
      if (at === "no_date" || at === null) return false;
      await change(cx, id, { status: "scheduled", pausedReason: null, scheduledAt: at, wakesAt: at });
      await record(cx, "campaign.resumed", campaign, {
        before: { status: "paused" },
        after: { status: "scheduled" },
      });
      return false;
    });
  }
}
