import { eq, sql } from "drizzle-orm";
import { messagingCampaigns as campaigns } from "@/db/schema";
import { pokeRoom } from "@/lib/clients/realtime";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { actorKey } from "@/lib/tenancy/actor";
import type { Audience } from "../audience/contract";
import { listRecipients } from "../audience/queries";
import { finish } from "../delivery/mutations";
import { opensAt, type SendWindow } from "../delivery/window/policy";
import { lockCampaign, record } from "../mutations";
import { QUIET_HOURS } from "../sms/policy";
import type { markInQueue as markContract, nextInQueue as nextContract } from "./contract";
import { HELD_SECONDS, linkOf, SKIPPED, UNDO_SECONDS } from "./policy";
import { progressOf, textFor } from "./queries";

type Campaign = Awaited<ReturnType<typeof lockCampaign>>;
type Job = { id: string; guestId: string; address: string; heldUntil: string };

/**
 * Hands a host the next message, held for them for some minutes so that two hosts never write to one guest. Who may
 * not be written to by now is passed over, as no worker would write to them either.
 *
 * @throws AppError conflict when the campaign is not the hosts' to send, or not now
 */
export async function nextInQueue(
  cx: Cx,
  { params }: Input<typeof nextContract>,
): Promise<Returned<typeof nextContract>> {
  const campaign = await opened(cx, await lockCampaign(cx, params.id));
  const me = actorKey(cx.actor);
  const message = campaign.status === "sending" ? await nextFor(cx, campaign, me) : null;
  const progress = await progressOf(cx, campaign, me);
  const ended = campaign.status === "sending" && progress.left === 0;
  if (ended) await finish(cx, campaign);
  return { status: ended ? "sent" : campaign.status, message, ...progress };
}

/**
 * Marks a message as sent or skipped, or takes that back. The last one ends the campaign.
 *
 * @throws AppError conflict when another host has it, or it is too late to take back; not_found
 */
export async function markInQueue(
  cx: Cx,
  { params, body }: Input<typeof markContract>,
): Promise<Returned<typeof markContract>> {
  const campaign = await lockCampaign(cx, params.id);
  refuseProviders(campaign);
  const me = actorKey(cx.actor);
  type Marked = { status: string; skipped: boolean; elsewhere: boolean; fresh: boolean };
  const [job] = await cx.tx.execute<Marked>(sql`
    select status, coalesce(last_error = ${SKIPPED}, false) as skipped,
           coalesce(held_until > now() and held_by <> ${me}, false) as elsewhere,
           updated_at > now() - ${UNDO_SECONDS} * interval '1 second' as fresh
      from message_jobs where id = ${params.jobId} and campaign_id = ${params.id} and run = ${campaign.run} for update`);
  if (!job) throw notFound();
  const now = job.status === "cancelled" && job.skipped ? "skipped" : job.status;
  const status =
    now === body.status
      ? campaign.status
      : await mark(cx, campaign, params.jobId, { ...job, now }, body.status);
  return { status, ...(await progressOf(cx, campaign, me)) };
}

type Standing = { now: string; elsewhere: boolean; fresh: boolean };

async function mark(
  cx: Cx,
  campaign: Campaign,
  jobId: string,
  { now, elsewhere, fresh }: Standing,
  wanted: "sent" | "skipped" | "queued",
): Promise<Campaign["status"]> {
  if (elsewhere) throw new AppError("conflict", { detail: "Somebody else is writing to this guest." });
  if (wanted === "queued") {
    const undoable = (now === "sent" || now === "skipped") && fresh;
    if (!undoable || !["sending", "paused", "sent"].includes(campaign.status))
      throw new AppError("conflict", { detail: "This can no longer be taken back." });
  } else if (now !== "queued") {
    throw new AppError("conflict", { detail: `This message is ${now} already.` });
  }
  const me = actorKey(cx.actor);
  await cx.tx.execute(sql`
    update message_jobs set updated_at = now(),
           status = ${wanted === "skipped" ? "cancelled" : wanted},
           last_error = ${wanted === "skipped" ? SKIPPED : null},
           attempts = ${wanted === "sent" ? 1 : 0}, sent_at = ${wanted === "sent" ? sql`now()` : sql`null`},
           held_by = ${wanted === "queued" ? me : null},
           held_until = ${wanted === "queued" ? sql`now() + ${HELD_SECONDS} * interval '1 second'` : sql`null`}
     where id = ${jobId}`);
  cx.after(() => pokeRoom(campaign.projectId, ["messages"]));
  if (wanted === "queued" && campaign.status === "sent") return reopen(cx, campaign);
  if (wanted !== "queued" && campaign.status === "sending") {
    const { left } = await progressOf(cx, campaign, me);
    if (left === 0) await finish(cx, campaign);
    return left === 0 ? "sent" : "sending";
  }
  return campaign.status;
}

/** What was taken back is to be sent again, so the campaign is not over. */
async function reopen(cx: Cx, campaign: Campaign): Promise<"sending"> {
  await move(cx, campaign, { status: "sending", finishedAt: null });
  await record(cx, "campaign.reopened", campaign, {
    before: { status: "sent" },
    after: { status: "sending" },
  });
  return "sending";
}

/** A campaign whose time has come begins with the first host who asks for a message. */
async function opened(cx: Cx, campaign: Campaign): Promise<Campaign> {
  refuseProviders(campaign);
  const { status, scheduledAt } = campaign;
  if (["sending", "sent", "paused", "cancelled"].includes(status)) return campaign;
  if (status === "scheduled" && scheduledAt! > cx.now)
    throw new AppError("conflict", { detail: "This one is for later. Its time has not come." });
  if (status !== "approved" && status !== "scheduled")
    throw new AppError("conflict", { detail: "This one is not approved yet." });
  await move(cx, campaign, { status: "sending", startedAt: cx.now });
  await record(cx, "campaign.started", campaign, { before: { status }, after: { status: "sending" } });
  return { ...campaign, status: "sending", startedAt: cx.now };
}

function refuseProviders({ sender }: Campaign): void {
  if (sender === "host") return;
  throw new AppError("conflict", {
    detail: "This campaign is not sent by its hosts: it goes out by itself.",
  });
}

const move = (cx: Cx, { id }: Campaign, change: Partial<typeof campaigns.$inferInsert>) =>
  cx.tx
    .update(campaigns)
    .set({ ...change, version: sql`${campaigns.version} + 1`, updatedAt: cx.now })
    .where(eq(campaigns.id, id));

/** The message that is this host's already, else the first that is nobody's. */
async function nextFor(cx: Cx, campaign: Campaign, me: string) {
  for (;;) {
    const [job] = await cx.tx.execute<Job>(sql`
      update message_jobs j set held_by = ${me}, held_until = now() + ${HELD_SECONDS} * interval '1 second'
        from (select id from message_jobs
               where campaign_id = ${campaign.id} and run = ${campaign.run} and status = 'queued'
                 and (held_by is null or held_by = ${me} or held_until <= now())
               order by coalesce(held_by = ${me}, false) desc, id limit 1 for update) free
       where j.id = free.id
      returning j.id, j.guest_id as "guestId", j.address, j.held_until as "heldUntil"`);
    if (!job) return null;
    const { reason, address } = await reachOf(cx, campaign, job);
    const written = reason ? null : await textFor(cx, campaign, job.guestId);
    if (!written) {
      await pass(cx, job.id, reason ?? "link_withdrawn");
      continue;
    }
    const channel = campaign.channel as "sms" | "whatsapp";
    const { id, guestId } = job;
    const { name, text, timezone } = written;
    // Hosts write by hand, by whichever app: at night it is the same ring.
    const opens = opensAt((campaign.sendWindow as SendWindow | null) ?? QUIET_HOURS, timezone, cx.now);
    return {
      ...{ id, guestId, guestName: name, channel, address, text, timezone },
      link: linkOf(channel, address, text),
      heldUntil: new Date(job.heldUntil).toISOString(),
      opensAt: opens?.toISOString() ?? null,
    };
  }
}

/**
 * The number a guest is reached by now, or why they may not be written to: stopped, gone, or no longer one whom the
 * campaign is for. A number that was changed since the approval is taken, unless somebody else gets the message there.
 */
async function reachOf(
  cx: Cx,
  campaign: Campaign,
  { id, guestId, address }: Job,
): Promise<{ reason: string | null; address: string }> {
  const audience = { ...(campaign.audience as Audience), guestIds: [guestId] } as Audience;
  const [person] = await listRecipients(cx, campaign.projectId, audience, campaign.channel);
  if (!person || person.reason) return { reason: person?.reason ?? "no_longer_meant", address };
  if (person.address === address) return { reason: null, address };
  const moved = await cx.tx.execute(sql`
    update message_jobs set address = ${person.address} where id = ${id} and not exists (
      select from message_jobs other where other.campaign_id = ${campaign.id} and other.run = ${campaign.run}
         and other.address = ${person.address}) returning 1`);
  return { reason: moved.length > 0 ? null : "duplicate_address", address: person.address };
}

const pass = (cx: Cx, jobId: string, reason: string) =>
  cx.tx.execute(sql`
    update message_jobs set status = ${["unsubscribed", "suppressed"].includes(reason) ? "suppressed" : "cancelled"},
           last_error = ${reason}, held_by = null, held_until = null, updated_at = now() where id = ${jobId}`);
