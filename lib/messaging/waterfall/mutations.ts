import { eq, sql } from "drizzle-orm";
import { messagingCampaigns as campaigns } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import { AppError } from "@/lib/http/problem";
import { overdue } from "../automation/queries";
import { record } from "../mutations";
import { queueMessages } from "../queueing/mutations";
import { beginsAt, stepsOf } from "./policy";
import { followedBy } from "./queries";

type Campaign = typeof campaigns.$inferSelect;

/**
 * Goes on to what follows by another channel, once everything before has left or will not. The hours of a step are
 * counted from then: its messages are queued together, and nobody is written to earlier than they say.
 *
 * @param campaign its row, held until the end of the transaction
 * @returns seconds until there is something to do, 0 where messages were queued; null when nothing follows, or when
 *   answers to a reminder are due; held where the plan is used up
 */
export async function followUp(cx: Cx, campaign: Campaign): Promise<number | null | "held"> {
  const { id, step, nextStepAt } = campaign;
  const following = stepsOf(campaign)[step];
  if (!following || (await overdue(cx, campaign))) return null;
  const at = nextStepAt ?? beginsAt(following, cx.now);
  if (nextStepAt === null) await change(cx, id, { nextStepAt: at });
  const left = Math.ceil((at.getTime() - cx.now.getTime()) / 1_000);
  if (left > 0) return left;
  const people = await followedBy(cx, campaign, following);
  try {
    const messages = await queueMessages(cx, campaign, people);
    const begun = { step: step + 1, nextStepAt: null };
    await change(cx, id, begun);
    await record(cx, "campaign.step_begun", campaign, {
      before: { step },
      after: { step: step + 1, channel: following.channel, messages },
    });
    return messages > 0 ? 0 : followUp(cx, { ...campaign, ...begun });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "limit_reached")) throw error;
    await hold(cx, campaign, "limit", error.message);
    return "held";
  }
}

/** Holds a campaign by itself, with the sentence that says why; a person lets it go on. */
export async function hold(
  cx: Cx,
  campaign: Pick<Campaign, "id" | "projectId" | "status">,
  pausedReason: NonNullable<Campaign["pausedReason"]>,
  lastError: string | null,
): Promise<void> {
  const held = { status: "paused", pausedReason } as const;
  await change(cx, campaign.id, { ...held, lastError, wakesAt: null });
  await record(cx, "campaign.paused", campaign, { before: { status: campaign.status }, after: held });
}

const change = (cx: Cx, id: string, values: Partial<typeof campaigns.$inferInsert>) =>
  cx.tx
    .update(campaigns)
    .set({ ...values, version: sql`${campaigns.version} + 1`, updatedAt: cx.now })
    .where(eq(campaigns.id, id));
