import { eq, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { messagingCampaigns as campaigns, sites } from "@/db/schema";
import { type Cx, checkVersion, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, type FieldError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { actorId } from "@/lib/tenancy/actor";
import type { Audience } from "./audience/contract";
import type { Channel } from "./audience/policy";
import { unknownMembers } from "./audience/queries";
import type {
  cancelCampaign as cancelContract,
  createCampaign as createContract,
  deleteCampaign as deleteContract,
  updateCampaign as updateContract,
} from "./contract";
import { type CampaignStatus, isEditable, mayBecome } from "./policy";
import { asCampaign } from "./queries";
import { stepsOf } from "./waterfall/policy";

/** Writes a campaign as a draft. */
export async function createCampaign(cx: Cx, { params, body }: Input<typeof createContract>) {
  await refuseStrangers(cx, params.id, body);
  refuseSameChannels(body);
  refuseHostsMail(body);
  const author = actorId(cx.actor);
  const [row] = await cx.tx
    .insert(campaigns)
    .values({
      ...body,
      organizationId: organizationOf(cx),
      projectId: params.id,
      createdBy: author,
      updatedBy: author,
    })
    .returning();
  await record(cx, "campaign.created", row!, { after: brief(row!) });
  return asCampaign(row!);
}

/** Changes a campaign before it is approved; a request for approval is withdrawn by it. */
export async function updateCampaign(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const before = await lockCampaign(cx, params.id);
  checkVersion(cx, before.version);
  refuseUnlessEditable(before.status);
  await refuseStrangers(cx, before.projectId, body);
  refuseSameChannels({ channel: before.channel, fallback: stepsOf(before), ...body });
  refuseHostsMail({ ...before, ...body });
  const [after] = await cx.tx
    .update(campaigns)
    .set({
      ...body,
      status: "draft",
      updatedBy: actorId(cx.actor),
      version: sql`${campaigns.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(campaigns.id, params.id))
    .returning();
  await record(cx, "campaign.updated", after!, { before: brief(before), after: brief(after!) });
  return asCampaign(after!);
}

/** Soft delete of a campaign that was never approved. */
export async function deleteCampaign(cx: Cx, { params }: Input<typeof deleteContract>): Promise<void> {
  const row = await lockCampaign(cx, params.id);
  refuseUnlessEditable(row.status);
  await lend(cx.tx, "trash", (tx) =>
    tx.update(campaigns).set({ deletedAt: cx.now }).where(eq(campaigns.id, params.id)),
  );
  await record(cx, "campaign.deleted", row, { before: brief(row) });
}

/**
 * Stops a campaign: what no worker holds is cancelled. A batch that may be with the provider already goes on, since
 * nobody could tell otherwise whether its mails left.
 */
export async function cancelCampaign(cx: Cx, { params }: Input<typeof cancelContract>) {
  const before = await lockCampaign(cx, params.id);
  if (!mayBecome(before.status, "cancelled")) {
    throw new AppError("conflict", {
      detail: isEditable(before.status)
        ? "A draft is not on its way. It can be deleted."
        : `This campaign is ${before.status} already.`,
    });
  }
  const cancelled = await cancelQueued(cx, params.id);
  const [after] = await cx.tx
    .update(campaigns)
    .set({
      status: "cancelled",
      finishedAt: cx.now,
      version: sql`${campaigns.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(campaigns.id, params.id))
    .returning();
  await record(cx, "campaign.cancelled", after!, {
    before: { status: before.status },
    after: { status: "cancelled", cancelled },
  });
  return asCampaign(after!);
}

/** Cancels what no worker holds; answers how many messages that were. */
export async function cancelQueued(cx: Cx, campaignId: string): Promise<number> {
  // Batches that a worker has taken this moment are locked by it, and passed over.
  const [left] = await cx.tx.execute<{ cancelled: number }>(sql`
    with stopped as (
      update message_batches set status = 'cancelled', updated_at = now()
       where id in (select id from message_batches where campaign_id = ${campaignId} and status = 'frozen'
                       and first_attempt_at is null order by id for update skip locked)
      returning id
    ), waiting as (
      select id from message_jobs
       where campaign_id = ${campaignId} and status in ('queued', 'sending')
         and (batch_id is null or batch_id in (select id from stopped)) order by id for update
    ), cancelled as (
      update message_jobs j set status = 'cancelled', slots = null, updated_at = now() from waiting w where j.id = w.id
      returning 1
    )
    select count(*)::int as cancelled from cancelled`);
  return left!.cancelled;
}

/** A campaign's row, locked until the end of the transaction. @throws AppError not_found */
export async function lockCampaign(cx: Cx, id: string) {
  const [row] = await cx.tx.select().from(campaigns).where(eq(campaigns.id, id)).for("update");
  if (!row) throw notFound();
  return row;
}

function refuseUnlessEditable(status: CampaignStatus): void {
  if (isEditable(status)) return;
  throw new AppError("conflict", {
    detail: `This campaign is ${status} already. Write a new one; you can start from its text.`,
  });
}

/** Mails are sent by the provider: an app of a host's own would write them without their way out. */
function refuseHostsMail({ channel, sender, fallback, trigger }: Written): void {
  if (sender !== "host") return;
  const message =
    channel === "email"
      ? "is for SMS and WhatsApp; mails are sent by the provider"
      : (fallback as unknown[]).length > 0 || trigger !== null
        ? "is a person, who sends once: nothing follows by itself"
        : null;
  if (message === null) return;
  throw new AppError("invalid", { detail: `sender: ${message}`, errors: [{ path: "sender", message }] });
}

type Written = Pick<Row, "channel" | "sender"> & { fallback: unknown; trigger: unknown };

/** A time that has passed, and a site or an audience of another project, with the paths they stand at. */
async function refuseStrangers(
  cx: Cx,
  projectId: string,
  body: { scheduledAt?: Date | null; siteId?: string | null; audience?: Audience },
): Promise<void> {
  const errors: FieldError[] = [];
  if (body.scheduledAt && body.scheduledAt <= cx.now)
    errors.push({ path: "scheduledAt", message: "has passed" });
  if (body.siteId) {
    const [site] = await cx.tx
      .select({ projectId: sites.projectId })
      .from(sites)
      .where(eq(sites.id, body.siteId));
    if (site?.projectId !== projectId)
      errors.push({ path: "siteId", message: "is not a site of this project" });
  }
  if (body.audience) errors.push(...(await unknownMembers(cx.tx, projectId, body.audience)));
  if (errors.length === 0) return;
  throw new AppError("invalid", { detail: errors.map((e) => `${e.path}: ${e.message}`).join("; "), errors });
}

/** A channel comes once: whoever did not answer is not written to the same way again. */
function refuseSameChannels({ channel, fallback }: { channel: Channel; fallback: { channel: Channel }[] }) {
  const errors = fallback.flatMap((step, at) =>
    step.channel === channel || fallback.findIndex((other) => other.channel === step.channel) < at
      ? [{ path: `fallback.${at}.channel`, message: "is a channel that this campaign uses already" }]
      : [],
  );
  if (errors.length === 0) return;
  throw new AppError("invalid", { detail: errors.map((e) => `${e.path}: ${e.message}`).join("; "), errors });
}

type Row = typeof campaigns.$inferSelect;

/** A campaign as an audit row keeps it: without the compiled mail. */
const brief = ({ compiled: _, compiledFallback: __, ...row }: Row) => row;

/** The audit row and the poke that every change of a campaign leaves. */
export async function record(
  cx: Cx,
  action: `campaign.${string}`,
  row: Pick<Row, "id" | "projectId">,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  const { id, projectId } = row;
  await audit(cx, action, { kind: "campaign", id, projectId }, change);
  await emit(cx, { name: null, projectId, topic: "messages" });
}
