import { type SQL, sql } from "drizzle-orm";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Audience } from "../audience/contract";
import type { Channel } from "../audience/policy";
import { listRecipients, uuids } from "../audience/queries";
import { isDelivered } from "../whatsapp/policy";
import { templateOf } from "../whatsapp/queries";

/** Somebody a message is queued for. */
export type Recipient = { guestId: string; groupId: string; address: string; channel: Channel };

/** Somebody whom an audience fits, with why a channel does not reach them. */
export type Judged = Awaited<ReturnType<typeof listRecipients>>[number];

/** Everybody whom an audience fits, judged for a channel; by WhatsApp for its template too. */
export async function judgedFor(
  cx: Cx,
  { projectId, audience }: { projectId: string; audience: unknown },
  {
    channel,
    templateId,
    sender,
  }: { channel: Channel; templateId: string | null; sender?: "provider" | "host" },
): Promise<Judged[]> {
  const people = await listRecipients(cx, projectId, audience as Audience, channel);
  const isTemplate = channel === "whatsapp" && sender !== "host";
  const template = isTemplate ? await templateOf(cx, templateId) : null;
  for (const person of people) {
    if (person.reason === null && template && !isDelivered(template.category, person.address))
      person.reason = "us_marketing";
  }
  return people;
}

type Run = { id: string; projectId: string; run: number; audience: unknown };

/** Whether anybody of guest `g`'s household answered: for the event that a campaign is about, else for any. */
const answered = (eventId: string | undefined): SQL => sql`exists (
  select from guests m join guest_events e on e.guest_id = m.id
   where m.group_id = g.group_id and e.attendance is not null
     and ${eventId ? sql`e.event_id = ${eventId}` : sql`true`})`;

/** Whether guest `g` asked for no more, by whichever of their addresses. */
const stopped = (organizationId: string): SQL => sql`exists (
  select from guest_contacts c join suppression_list s
    on s.organization_id = ${organizationId} and s.address = c.address
   where c.guest_id = g.id and s.reason in ('unsubscribe', 'complaint'))`;

/** Of guests whose messages wait: those whose household answered. */
export async function answeredAmong(
  cx: Cx,
  { audience }: Pick<Run, "audience">,
  waiting: readonly { guestId: string }[],
): Promise<Set<string>> {
  const ids = uuids(waiting.map(({ guestId }) => guestId));
  const rows = await cx.tx.execute<{ id: string }>(sql`
    select g.id from guests g where g.id = any (${ids}) and ${answered((audience as Audience).eventId)}`);
  return new Set(rows.map(({ id }) => id));
}

/** Of guests: those who asked for no more, by whichever channel. */
export async function stoppedAmong(cx: Cx, guestIds: readonly string[]): Promise<Set<string>> {
  if (guestIds.length === 0) return new Set();
  const rows = await cx.tx.execute<{ id: string }>(sql`
    select g.id from guests g where g.id = any (${uuids(guestIds)}) and ${stopped(organizationOf(cx))}`);
  return new Set(rows.map(({ id }) => id));
}

/** Whom a step writes to: who was written to in this run, did not answer, and is reached by the step's channel. */
export async function followedBy(
  cx: Cx,
  { id, projectId, run, audience }: Run,
  step: { channel: Channel; templateId: string | null },
): Promise<Recipient[]> {
  const { channel } = step;
  const silent = await cx.tx.execute<{ id: string }>(sql`
    select g.id from guests g
     where g.id in (select guest_id from message_jobs where campaign_id = ${id} and run = ${run})
       and not exists (select from message_jobs j
                        where j.campaign_id = ${id} and j.run = ${run} and j.guest_id = g.id
                          and (j.channel = ${channel} or j.unsubscribed_at is not null))
       and not ${answered((audience as Audience).eventId)} and not ${stopped(organizationOf(cx))}`);
  if (silent.length === 0) return [];
  const guestIds = silent.map((one) => one.id);
  const people = await judgedFor(cx, { projectId, audience: { guestIds } }, step);
  return people
    .filter(({ reason }) => reason === null)
    .map(({ guestId, groupId, address }) => ({ guestId, groupId, address, channel }));
}
