import { eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { prepared } from "@/db/client";
import { messagingCampaigns as campaigns } from "@/db/schema";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { factsOf } from "@/lib/sites/queries";
import type { Audience } from "../../audience/contract";
import type { Channel } from "../../audience/policy";
import { uuids } from "../../audience/queries";
import { DEADLINE_PASSED } from "../../automation/policy";
import { overdue } from "../../automation/queries";
import { addressees } from "../../letter/queries";
import { fieldsOfMail, type MailValues } from "../../mail/parts";
import { valuesOf } from "../../mail/values";
import { record } from "../../mutations";
import { mayBecome } from "../../policy";
import { QUIET_HOURS } from "../../sms/policy";
import { unsubscribeToken } from "../../unsubscribe/policy";
import { ANSWERED, asksAgain, compiledFor } from "../../waterfall/policy";
import { answeredAmong } from "../../waterfall/queries";
import { isDelivered } from "../../whatsapp/policy";
import { batchesAhead, batchesAtOnce, batchSize, type Carrier } from "../policy";
import { opensAt, type SendWindow } from "../window/policy";

/** What a message is filled with, written once: the same bytes leave whenever and wherever it is sent. */
export type Slots = {
  values: MailValues;
  /** The household's token, encrypted (lib/invites). */
  token: string;
  unsubscribe: string;
};

type Waiting = { id: string; guestId: string; address: string };
type Freezing = Pick<Carrier, "channel" | "perCall" | "callsPerSecond">;

/**
 * Freezes the next batches of a campaign that are of the carrier's channel as rows, with the values of every message,
 * so that each call to the provider can be repeated byte by byte. Whoever is suppressed, deleted or without a link by
 * now gets nothing, nor does whoever answered where only the others are asked again, nor anybody once a reminder's
 * answers are due; so no more is frozen than is sent soon.
 *
 * @returns how many messages were looked at; 0 when none is left, or enough of them are frozen
 */
export async function freezeBatches(cx: Cx, campaignId: string, provider: Freezing): Promise<number> {
  // Held until the end: cancelling and freezing never overlap.
  const [campaign] = await cx.tx.select().from(campaigns).where(eq(campaigns.id, campaignId)).for("update");
  if (!campaign) return 0;
  // An automation's messages are queued when its run begins, not before.
  if (campaign.status === "scheduled" && (campaign.trigger || campaign.scheduledAt! > cx.now)) return 0;
  if (campaign.status !== "sending") {
    if (campaign.status === "paused" || !mayBecome(campaign.status, "sending")) return 0;
    await cx.tx
      .update(campaigns)
      .set({ status: "sending", startedAt: campaign.startedAt ?? cx.now, updatedAt: cx.now })
      .where(eq(campaigns.id, campaignId));
    await record(cx, "campaign.started", campaign, {
      before: { status: campaign.status },
      after: { status: "sending" },
    });
  }
  const { channel } = provider;
  const mail = compiledFor(campaign, channel);
  const waiting = await nextMessages(cx, campaign, provider);
  if (waiting.length === 0) return 0;
  const [people, suppressed, facts, answered, isLate] = await Promise.all([
    addressees(
      cx.tx,
      waiting.map(({ guestId }) => guestId),
      campaign.projectId,
    ),
    suppressedAmong(
      cx,
      channel,
      waiting.map(({ address }) => address),
    ),
    factsOf(cx, campaign.projectId),
    asksAgain(campaign) ? answeredAmong(cx, campaign, waiting) : new Set<string>(),
    overdue(cx, campaign),
  ]);
  const links = await linksOf(cx, [...new Set([...people.values()].map(({ groupId }) => groupId))]);
  const fields = fieldsOfMail(mail).filter((field) => field !== "invite.url");
  const valuesFor = valuesOf(fields, facts, mail.locale, (campaign.audience as Audience).eventId ?? null);
  const dropped: { id: string; status: "suppressed" | "cancelled"; reason: string }[] = [];
  const early: { id: string; at: Date }[] = [];
  const kept: { id: string; invite: string; slots: Slots }[] = [];
  const hours = channel === "sms" ? QUIET_HOURS : null;
  const opens = openings((campaign.sendWindow as SendWindow | null) ?? hours, cx.now);
  for (const { id, guestId, address } of waiting) {
    const person = people.get(guestId);
    const link = person && links.get(person.groupId);
    const reason = suppressed.get(address);
    if (reason) dropped.push({ id, status: "suppressed", reason });
    else if (!person) dropped.push({ id, status: "cancelled", reason: "guest_deleted" });
    else if (isLate) dropped.push({ id, status: "cancelled", reason: DEADLINE_PASSED });
    else if (answered.has(guestId)) dropped.push({ id, status: "cancelled", reason: ANSWERED });
    else if (!link) dropped.push({ id, status: "cancelled", reason: "link_withdrawn" });
    else if (mail.template && !isDelivered(mail.template.category, address))
      dropped.push({ id, status: "cancelled", reason: "us_marketing" });
    else {
      const at = opens(person.timezone ?? facts.project.timezone);
      if (at) {
        early.push({ id, at });
        continue;
      }
      const unsubscribe = unsubscribeToken(organizationOf(cx), id);
      kept.push({
        id,
        invite: link.id,
        slots: { values: valuesFor(person), token: link.cipher, unsubscribe },
      });
    }
  }
  await drop(cx, dropped);
  await putOff(cx, early);
  await writeBatches(cx, { ...campaign, channel }, kept, batchSize(provider, campaign.perMinute));
  return waiting.length;
}

async function nextMessages(
  cx: Cx,
  { id, run, perMinute }: { id: string; run: number; perMinute: number | null },
  provider: Freezing,
): Promise<Waiting[]> {
  const size = batchSize(provider, perMinute);
  const limits = { ...provider, perCall: size };
  const [frozen] = await cx.tx.execute<{ batches: number }>(sql`${prepared}
    select count(*)::int as batches from message_batches where campaign_id = ${id} and channel = ${provider.channel} and status = 'frozen'`);
  const batches = Math.min(batchesAtOnce(limits), batchesAhead(limits) - frozen!.batches);
  if (batches <= 0) return [];
  return cx.tx.execute<Waiting>(sql`${prepared}
    select id, guest_id as "guestId", address from message_jobs
     where campaign_id = ${id} and run = ${run} and channel = ${provider.channel} and status = 'queued' and batch_id is null
       and (not_before is null or not_before <= now())
     order by id limit ${batches * size} for update`);
}

/** When a campaign may reach people of a time zone, each zone looked at once; null is now. */
function openings(window: SendWindow | null, now: Date): (zone: string) => Date | null {
  const known = new Map<string, Date | null>();
  return (zone) => {
    let at = known.get(zone);
    if (at === undefined) {
      at = opensAt(window, zone, now);
      known.set(zone, at);
    }
    return at;
  };
}

/** Messages to people for whom it is too early or too late now wait in the queue for their hour. */
async function putOff(cx: Cx, early: { id: string; at: Date }[]): Promise<void> {
  if (early.length === 0) return;
  await cx.tx.execute(sql`
    update message_jobs j set not_before = e.at, updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(early)}::jsonb) as e (id uuid, at timestamptz) where j.id = e.id`);
}

/**
 * Puts messages of batches that nobody began back into the queue, so that they are frozen anew when they are sent:
 * meanwhile people unsubscribe. A batch that a worker holds, or that may be with the provider, stays.
 *
 * @param seconds batches that are at least so old
 */
export async function thaw(cx: Cx, campaignId: string, seconds: number): Promise<void> {
  await cx.tx.execute(sql`
    with thawed as (
      update message_batches set status = 'cancelled', updated_at = now()
       where id in (select id from message_batches where campaign_id = ${campaignId} and status = 'frozen'
                       and first_attempt_at is null and created_at <= now() - ${seconds} * interval '1 second'
                     order by id for update skip locked)
      returning id
    )
    update message_jobs set status = 'queued', batch_id = null, slots = null, updated_at = now()
     where batch_id in (select id from thawed) and status = 'sending'`);
}

/** Why addresses may not be written to by now. */
async function suppressedAmong(
  cx: Cx,
  channel: string,
  addresses: readonly string[],
): Promise<Map<string, string>> {
  const rows = await cx.tx.execute<{ address: string; reason: string }>(sql`${prepared}
    select address, reason from suppression_list
     where organization_id = ${organizationOf(cx)} and channel = ${channel}
       and address = any (array(select jsonb_array_elements_text(${JSON.stringify(addresses)}::jsonb)))`);
  return new Map(rows.map(({ address, reason }) => [address, reason]));
}

/** The links of households that work. */
export async function linksOf(
  cx: Cx,
  groupIds: readonly string[],
): Promise<Map<string, { id: string; cipher: string }>> {
  const rows = await cx.tx.execute<{ group: string; id: string; cipher: string }>(sql`${prepared}
    select group_id as "group", id, token_cipher as cipher from invites
     where group_id = any (${uuids(groupIds)}) and guest_id is null and status = 'active'`);
  return new Map(rows.map(({ group, id, cipher }) => [group, { id, cipher }]));
}

async function drop(cx: Cx, dropped: { id: string; status: string; reason: string }[]): Promise<void> {
  if (dropped.length === 0) return;
  await cx.tx.execute(sql`
    update message_jobs j set status = d.status, last_error = d.reason, updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(dropped)}::jsonb) as d (id uuid, status text, reason text)
     where j.id = d.id`);
}

async function writeBatches(
  cx: Cx,
  { id, run, channel }: { id: string; run: number; channel: Channel },
  messages: { id: string; invite: string; slots: Slots }[],
  perCall: number,
): Promise<void> {
  if (messages.length === 0) return;
  const [last] = await cx.tx.execute<{ number: number }>(sql`${prepared}
    select coalesce(max(number), 0)::int as number from message_batches where campaign_id = ${id} and run = ${run}`);
  const batches: { id: string; number: number; size: number }[] = [];
  const rows = messages.map((message, at) => {
    if (at % perCall === 0)
      batches.push({ id: uuidv7(), number: last!.number + batches.length + 1, size: 0 });
    const batch = batches.at(-1)!;
    batch.size++;
    return { ...message, batch: batch.id };
  });
  await cx.tx.execute(sql`${prepared}
    with batches as (
      insert into message_batches (id, organization_id, campaign_id, run, channel, number, size)
      select b.id, ${organizationOf(cx)}, ${id}, ${run}, ${channel}, b.number, b.size
        from jsonb_to_recordset(${JSON.stringify(batches)}::jsonb) as b (id uuid, number int, size int)
    )
    update message_jobs j
       set status = 'sending', batch_id = r.batch, invite_id = r.invite, slots = r.slots, updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, batch uuid, invite uuid, slots jsonb)
     where j.id = r.id`);
}
