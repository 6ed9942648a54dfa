import { eq, sql } from "drizzle-orm";
import { messagingCampaigns as campaigns } from "@/db/schema";
import { type Cx, checkVersion } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { emit } from "@/lib/http/record";
import { thaw } from "../delivery/freezing/mutations";
import { campaignContinued } from "../events";
import { lockCampaign, record } from "../mutations";
import { type CampaignStatus, isEditable, mayBecome, resumed } from "../policy";
import { asCampaign } from "../queries";
import { countAnew } from "../standing/mutations";
import type {
  pauseCampaign as pauseContract,
  resumeCampaign as resumeContract,
  scheduleCampaign as scheduleContract,
} from "./contract";

type Campaign = Awaited<ReturnType<typeof lockCampaign>>;

/**
 * Holds a campaign where it is. What no worker holds goes back into the queue, to be frozen anew: whoever
 * unsubscribes meanwhile gets nothing. What may be with the provider already is brought to its end.
 */
export async function pauseCampaign(cx: Cx, { params }: Input<typeof pauseContract>) {
  const before = await lockCampaign(cx, params.id);
  refuseUnless(mayBecome(before.status, "paused"), before.status);
  await thaw(cx, params.id, 0);
  return move(cx, before, "campaign.paused", { status: "paused", wakesAt: null });
}

/** Lets a paused campaign go on from where it stopped. */
export async function resumeCampaign(cx: Cx, { params }: Input<typeof resumeContract>) {
  const before = await lockCampaign(cx, params.id);
  refuseUnless(before.status === "paused", before.status);
  const status = resumed(before.startedAt !== null, before.scheduledAt, cx.now, before.trigger !== null);
  if (before.pausedReason === "bounces" || before.pausedReason === "complaints") await countAnew(cx);
  const after = await move(cx, before, "campaign.resumed", {
    status,
    pausedReason: null,
    wakesAt: wakes(cx, before.scheduledAt),
  });
  await go(cx, before);
  return after;
}

/** Gives an approved campaign that has not begun another time; none is now. */
export async function scheduleCampaign(cx: Cx, { params, body }: Input<typeof scheduleContract>) {
  const before = await lockCampaign(cx, params.id);
  checkVersion(cx, before.version);
  const { scheduledAt } = body;
  if (scheduledAt !== null && scheduledAt <= cx.now) {
    const errors = [{ path: "scheduledAt", message: "has passed" }];
    throw new AppError("invalid", { detail: "scheduledAt: has passed", errors });
  }
  if (before.trigger) {
    throw new AppError("conflict", {
      detail: "This one goes by its own date. Move the date, and it moves along.",
    });
  }
  const waits = ["approved", "scheduled", "paused"].includes(before.status) && before.startedAt === null;
  refuseUnless(waits, before.status);
  const status = before.status === "paused" ? "paused" : resumed(false, scheduledAt, cx.now);
  const after = await move(cx, before, "campaign.scheduled", {
    ...{ status, scheduledAt },
    wakesAt: status === "paused" ? null : wakes(cx, scheduledAt),
  });
  if (status !== "paused") await go(cx, before);
  return after;
}

const wakes = (cx: Cx, scheduledAt: Date | null): Date =>
  scheduledAt !== null && scheduledAt > cx.now ? scheduledAt : cx.now;

/** Whoever waits for another time sees the new one; where nobody does, somebody begins. */
const go = (cx: Cx, { id, projectId }: Campaign) =>
  emit(cx, { name: campaignContinued, projectId, data: { campaignId: id } });

function refuseUnless(allowed: boolean, status: CampaignStatus): void {
  if (allowed) return;
  throw new AppError("conflict", {
    detail: isEditable(status)
      ? "This one is not approved yet, so nothing of it is on its way."
      : `This campaign is ${status} already.`,
  });
}

async function move(
  cx: Cx,
  before: Campaign,
  action: `campaign.${string}`,
  change: {
    status: CampaignStatus;
    wakesAt: Date | null;
    scheduledAt?: Date | null;
    pausedReason?: null;
  },
) {
  const [after] = await cx.tx
    .update(campaigns)
    .set({ ...change, version: sql`${campaigns.version} + 1`, updatedAt: cx.now })
    .where(eq(campaigns.id, before.id))
    .returning();
  const brief = ({ status, scheduledAt }: Campaign) => ({ status, scheduledAt });
  await record(cx, action, after!, { before: brief(before), after: brief(after!) });
  return asCampaign(after!);
}
