import { sql } from "drizzle-orm";
import type { Cx } from "@/lib/http/cx";
import { mainEvent } from "@/lib/scene/facts";
import { factsOf } from "@/lib/sites/queries";
import type { Audience } from "../audience/contract";
import { uuids } from "../audience/queries";
import { answeredAmong, type Recipient } from "../waterfall/queries";
import type { Trigger } from "./contract";
import { type Dates, isOverdue } from "./policy";

type Automated = { id: string; projectId: string; audience: unknown; approvedAt: Date | null };

/**
 * The dates of the event that a campaign is about, else of the project's main one; answers are due by the event's
 * deadline, else by the first of any event or form.
 */
export async function datesOf(cx: Cx, { projectId, audience }: Pick<Automated, "projectId" | "audience">) {
  const facts = await factsOf(cx, projectId);
  const about = (audience as Audience).eventId;
  const event = about ? facts.events.find(({ id }) => id === about) : mainEvent(facts);
  const [form] = await cx.tx.execute<{ closesAt: string | null }>(sql`
    select min(closes_at) as "closesAt" from rsvp_forms where project_id = ${projectId} and deleted_at is null`);
  const others = about ? [] : facts.events.flatMap(({ rsvpDeadline }) => rsvpDeadline ?? []);
  const due = event?.rsvpDeadline ?? others.sort()[0] ?? (about && !event ? null : form!.closesAt);
  const end = event ? (event.endsAt ?? event.startsAt) : null;
  const dates: Dates = {
    zone: event?.timezone ?? facts.project.timezone,
    deadline: due ? new Date(due) : null,
    endsAt: end ? new Date(end) : null,
  };
  return dates;
}

/** Whether a campaign is a reminder whose answers are due by now: nothing more of it may leave. */
export async function overdue(
  cx: Cx,
  campaign: Pick<Automated, "projectId" | "audience"> & { trigger: unknown },
): Promise<boolean> {
  const trigger = campaign.trigger as Trigger | null;
  return trigger?.kind === "not_answered" && isOverdue(trigger, await datesOf(cx, campaign), cx.now);
}

/** Of everybody whom a campaign reaches: those whom this run is for. */
export async function dueAmong(
  cx: Cx,
  campaign: Automated,
  trigger: Trigger,
  reached: readonly Recipient[],
): Promise<Recipient[]> {
  if (trigger.kind === "after_event") return [...reached];
  if (trigger.kind === "not_answered") {
    const answered = await answeredAmong(cx, campaign, reached);
    return reached.filter(({ guestId }) => !answered.has(guestId));
  }
  // Whoever answered before it was switched on expects nothing of it; whoever got it has their message.
  const { eventId } = campaign.audience as Audience;
  const rows = await cx.tx.execute<{ id: string }>(sql`
    select distinct e.guest_id as id from guest_events e
     where e.guest_id = any (${uuids(reached.map(({ guestId }) => guestId))}) and e.invited
       and e.answered_at >= ${campaign.approvedAt!.toISOString()} and e.attendance is not null
       and ${trigger.attendance ? sql`e.attendance = ${trigger.attendance}` : sql`true`}
       and ${eventId ? sql`e.event_id = ${eventId}` : sql`true`}
       and not exists (select from message_jobs j
                        where j.campaign_id = ${campaign.id} and j.guest_id = e.guest_id)`);
  const due = new Set(rows.map(({ id }) => id));
  return reached.filter(({ guestId }) => due.has(guestId));
}
