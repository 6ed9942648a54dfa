import { eq, sql } from "drizzle-orm";
import { messagingCampaigns as campaigns } from "@/db/schema";
import { type Cx, checkVersion } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { emit } from "@/lib/http/record";
import { settingOf } from "@/lib/settings/queries";
import { actorId } from "@/lib/tenancy/actor";
import type { approveCampaign as approveContract } from "../contract";
import type { sendBackCampaign as sendBackContract } from "../control/contract";
import { campaignApproved } from "../events";
import { lockCampaign, record } from "../mutations";
import { approve } from "../policy";
import { asCampaign } from "../queries";
import { queueMessages } from "../queueing/mutations";
import { examine } from "../readiness/queries";
import { oneByOne } from "../standing/queries";

/**
 * Approves a campaign. In one transaction the links of everybody it reaches are there, a message is queued for each
 * of them (the database refuses a second one for a guest or an address), the mail is compiled and kept, and the
 * outbox holds the event that starts the sending.
 *
 * @throws AppError conflict when it is on its way already or needs another person, not_ready with the failed checks
 */
export async function approveCampaign(cx: Cx, { params }: Input<typeof approveContract>) {
  const campaign = await lockCampaign(cx, params.id);
  checkVersion(cx, campaign.version);
  const decision = approve({
    status: campaign.status,
    scheduledAt: campaign.scheduledAt,
    automatic: campaign.trigger !== null,
    author: campaign.updatedBy,
    approver: cx.actor.kind === "user" ? cx.actor.id : null,
    secondApprover: await settingOf(cx, "campaigns.secondApprover", { projectId: campaign.projectId }),
    now: cx.now,
  });
  if (decision === "conflict") {
    throw new AppError("conflict", {
      detail: `This campaign is ${campaign.status.replace("_", " ")} already.`,
    });
  }
  if (decision === "second") {
    throw new AppError("conflict", {
      detail:
        cx.actor.kind === "user"
          ? "You wrote this one, so somebody else has to approve it."
          : "This organization asks for a second person, and an API key is none. Somebody has to approve it.",
    });
  }
  await oneByOne(cx);
  const { checks, compiled, compiledFallback, reached, firstRun } = await examine(cx, campaign);
  const failed = checks.filter(({ status }) => status === "fail");
  if (failed.length > 0) {
    throw new AppError("not_ready", {
      detail: failed.map(({ message }) => message).join(" "),
      meta: { checks: failed },
    });
  }
  const { id, projectId } = campaign;
  const asked = decision === "awaiting_approval";
  // What hosts send themselves costs the installation nothing, so no plan counts it.
  const byHost = campaign.sender === "host";
  // An automation queues nothing yet: each run looks up its people, and counts itself.
  const run = firstRun ? campaign.run : campaign.run + 1;
  const counted = { id, projectId, run, isCounted: !byHost };
  const messages = asked || firstRun ? 0 : await queueMessages(cx, counted, reached);
  const scheduledAt = firstRun ?? campaign.scheduledAt;
  const [after] = await cx.tx
    .update(campaigns)
    .set({
      status: byHost && decision === "approved" ? "sending" : decision,
      ...(byHost && decision === "approved" && { startedAt: cx.now }),
      ...(asked && { askedBy: actorId(cx.actor), askedAt: cx.now }),
      ...{ sentBackBy: null, sentBackAt: null, sentBackNote: null },
      ...(!asked && {
        ...{ compiled, compiledFallback, run, scheduledAt, step: 0, nextStepAt: null },
        lastRunAt: firstRun ? null : cx.now,
        approvedBy: actorId(cx.actor),
        approvedAt: cx.now,
        wakesAt: decision === "scheduled" ? scheduledAt : cx.now,
      }),
      version: sql`${campaigns.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(campaigns.id, id))
    .returning();
  await record(cx, asked ? "campaign.approval_requested" : "campaign.approved", after!, {
    before: { status: campaign.status },
    after: { status: decision, ...(!asked && { messages }) },
  });
  if (!asked && !byHost) await emit(cx, { name: campaignApproved, projectId, data: { campaignId: id } });
  return asCampaign(after!);
}

/** Gives a campaign that asks for approval back: it is a draft again, with the other person's word. */
export async function sendBackCampaign(cx: Cx, { params, body }: Input<typeof sendBackContract>) {
  const before = await lockCampaign(cx, params.id);
  checkVersion(cx, before.version);
  if (before.status !== "awaiting_approval") {
    throw new AppError("conflict", { detail: "Nobody asks for approval of this one now." });
  }
  const [after] = await cx.tx
    .update(campaigns)
    .set({
      ...{ status: "draft", sentBackBy: actorId(cx.actor), sentBackAt: cx.now, sentBackNote: body.note },
      version: sql`${campaigns.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(campaigns.id, params.id))
    .returning();
  await record(cx, "campaign.sent_back", after!, {
    before: { status: before.status },
    after: { status: "draft", note: body.note },
  });
  return asCampaign(after!);
}
