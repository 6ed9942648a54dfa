import { and, eq, isNotNull, sql } from "drizzle-orm";
import { events, guestEvents, projects } from "@/db/schema";
import { type Cx, checkVersion } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { recomputeRsvpStatus } from "@/lib/rsvp/mutations";
import { settingOf } from "@/lib/settings/queries";
import type {
  createEvent as createContract,
  deleteEvent as deleteContract,
  updateEvent as updateContract,
} from "./contract";

/** Creates an event. A project's first one invites all guests who are there; later ones invite nobody. */
export async function createEvent(cx: Cx, { params, body }: Input<typeof createContract>) {
  const { projectId = params.id, ...fields } = body;
  if (projectId !== params.id) {
    const message = "is not the project of the address";
    throw new AppError("invalid", {
      detail: `projectId: ${message}`,
      errors: [{ path: "projectId", message }],
    });
  }
  // Locked, so that only one event is the first, and so that no guest slips in between: adding guests counts them here.
  const [project] = await cx.tx
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.id, projectId))
    .for("update");
  if (!project) throw notFound();
  const isFirst = (await cx.tx.$count(events, eq(events.projectId, projectId))) === 0;
  const organizationId = cx.scope.organizationIds[0]!;
  const graceHours = fields.graceHours ?? (await settingOf(cx, "answers.graceHours", { projectId }));
  const waitlist = fields.waitlist ?? (await settingOf(cx, "events.waitlist", { projectId }));
  const [row] = await cx.tx
    .insert(events)
    .values({ ...fields, graceHours, waitlist, organizationId, projectId })
    .returning();
  const invited = isFirst ? await inviteEverybody(cx, row!) : 0;
  await audit(
    cx,
    "event.created",
    { kind: "event", id: row!.id, projectId },
    { after: { ...row, ...(isFirst && { invitedGuests: invited }) } },
  );
  await emit(cx, { name: "projects/facts.changed", projectId, topic: "events" });
  if (invited > 0) await emit(cx, { name: null, projectId, topic: "guests" });
  return row!;
}

/** Invites all guests of the project in one statement; answers how many. */
async function inviteEverybody(cx: Cx, event: { id: string; projectId: string }): Promise<number> {
  const invited = await cx.tx.execute<{ guest_id: string }>(sql`
    insert into guest_events (organization_id, guest_id, event_id)
    select organization_id, id, ${event.id} from guests where project_id = ${event.projectId} order by id
    returning guest_id`);
  await recomputeRsvpStatus(
    cx,
    invited.map((row) => row.guest_id),
  );
  return invited.length;
}

/** Changes what the body names; published sites and what is sent from now on follow. */
export async function updateEvent(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const before = await lock(cx, params.id);
  const [after] = await cx.tx
    .update(events)
    .set({ ...body, version: sql`${events.version} + 1`, updatedAt: cx.now })
    .where(eq(events.id, params.id))
    .returning();
  const { projectId } = before;
  await audit(cx, "event.updated", { kind: "event", id: params.id, projectId }, { before, after });
  await emit(cx, { name: "projects/facts.changed", projectId, topic: "events" });
  return after!;
}

/** Deletes an event; answers that guests gave to it are only taken along when that was said. */
export async function deleteEvent(cx: Cx, { params, query }: Input<typeof deleteContract>): Promise<void> {
  const before = await lock(cx, params.id);
  const answers = await cx.tx.$count(
    guestEvents,
    and(eq(guestEvents.eventId, params.id), isNotNull(guestEvents.attendance)),
  );
  if (answers > 0 && !query.force) {
    throw new AppError("conflict", {
      detail: `${answers} ${answers === 1 ? "guest has" : "guests have"} answered for this event. Delete it with force=true to delete their answers too.`,
      meta: { answers },
    });
  }
  const invited = await cx.tx
    .delete(guestEvents)
    .where(eq(guestEvents.eventId, params.id))
    .returning({ guestId: guestEvents.guestId });
  await cx.tx.delete(events).where(eq(events.id, params.id));
  await recomputeRsvpStatus(
    cx,
    invited.map((row) => row.guestId),
  );
  const { projectId } = before;
  await audit(
    cx,
    "event.deleted",
    { kind: "event", id: params.id, projectId },
    { before: { ...before, answers } },
  );
  await emit(cx, { name: "projects/facts.changed", projectId, topic: "events" });
  if (invited.length > 0) await emit(cx, { name: null, projectId, topic: "guests" });
}

async function lock(cx: Cx, id: string) {
  const [row] = await cx.tx.select().from(events).where(eq(events.id, id)).for("update");
  if (!row) throw notFound();
  checkVersion(cx, row.version);
  return row;
}
