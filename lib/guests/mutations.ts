import { and, eq, inArray, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { events, guestEvents, guestGroups, guests, projects } from "@/db/schema";
import { type Cx, checkVersion, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { recomputeRsvpStatus } from "@/lib/rsvp/mutations";
import { setPrimaryContact } from "./contacts/mutations";
import { normalizeContact } from "./contacts/policy";
import type {
  createGuest as createContract,
  deleteGuest as deleteContract,
  updateGuest as updateContract,
} from "./contract";
import { dropEmptyGroups } from "./groups/mutations";
import { idArray } from "./policy";
import { getGuest } from "./queries";
import { replaceGuestTags } from "./tags/mutations";

const target = (id: string, projectId: string) => ({ kind: "guest", id, projectId });
const wrong = (path: string, message: string) =>
  new AppError("invalid", { detail: `${path}: ${message}`, errors: [{ path, message }] });

/** The household asked for, which must be of the project; null makes an unnamed one. */
async function householdFor(cx: Cx, projectId: string, groupId: string | null): Promise<string> {
  if (groupId === null) {
    const [made] = await cx.tx
      .insert(guestGroups)
      .values({ organizationId: organizationOf(cx), projectId })
      .returning({ id: guestGroups.id });
    return made!.id;
  }
  const [found] = await cx.tx
    .select({ id: guestGroups.id })
    .from(guestGroups)
    .where(and(eq(guestGroups.id, groupId), eq(guestGroups.projectId, projectId)))
    .for("share");
  if (!found) throw wrong("groupId", "is not a household of this project");
  return found.id;
}

/** The events asked for, which must be of the project; all of them where none are named. */
async function eventsFor(cx: Cx, projectId: string, ids: readonly string[] | undefined): Promise<string[]> {
  const wanted = ids && [...new Set(ids)];
  if (wanted?.length === 0) return [];
  const found = await cx.tx
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.projectId, projectId), wanted ? inArray(events.id, wanted) : undefined));
  if (wanted && found.length !== wanted.length)
    throw wrong("eventIds", "names an event that is not of this project");
  return found.map(({ id }) => id);
}

async function countryOf(cx: Cx, projectId: string): Promise<string> {
  const [project] = await cx.tx
    .select({ country: projects.country })
    .from(projects)
    .where(eq(projects.id, projectId));
  if (!project) throw notFound();
  return project.country;
}

/** Adds a guest with contacts, tags and invitations; without `eventIds` to all of the project's events. */
export async function createGuest(cx: Cx, { params, body }: Input<typeof createContract>) {
  const { email, phone, groupId, tags, eventIds, ...plain } = body;
  const projectId = params.id;
  const number =
    phone === null ? null : normalizeContact("phone", phone, await countryOf(cx, projectId), "phone");
  const invited = await eventsFor(cx, projectId, eventIds);
  const household = await householdFor(cx, projectId, groupId);
  const organizationId = organizationOf(cx);
  const [row] = await cx.tx
    .insert(guests)
    .values({ ...plain, organizationId, projectId, groupId: household })
    .returning({ id: guests.id });
  const { id } = row!;
  if (email !== null) await setPrimaryContact(cx, id, "email", email);
  if (number !== null) await setPrimaryContact(cx, id, "phone", number);
  if (tags.length > 0) await replaceGuestTags(cx, { id, projectId }, tags);
  if (invited.length > 0) {
    await cx.tx
      .insert(guestEvents)
      .values(invited.map((eventId) => ({ organizationId, guestId: id, eventId })));
    await recomputeRsvpStatus(cx, [id]);
  }
  const after = await getGuest(cx, { params: { id } });
  await audit(cx, "guest.created", target(id, projectId), { after });
  await emit(cx, { name: "guests/guest.created", projectId, topic: "guests", data: { guestId: id } });
  return after;
}

/** Invites a guest to exactly these events. An answer to an event taken away stays with it, without counting. */
async function replaceInvitations(cx: Cx, guestId: string, eventIds: readonly string[]): Promise<void> {
  const wanted = sql`${idArray(eventIds)}::uuid[]`;
  await cx.tx.execute(sql`
    delete from guest_events where guest_id = ${guestId} and event_id <> all (${wanted})
       and attendance is null and checked_in_at is null`);
  await cx.tx.execute(sql`
    update guest_events set invited = event_id = any (${wanted}) where guest_id = ${guestId}`);
  await cx.tx.execute(sql`
    insert into guest_events (organization_id, guest_id, event_id)
    select ${organizationOf(cx)}, ${guestId}, e from unnest(${wanted}) e on conflict do nothing`);
  await recomputeRsvpStatus(cx, [guestId]);
}

/** Changes what the body names. */
export async function updateGuest(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const { email, phone, groupId, tags, eventIds, ...plain } = body;
  const { id } = params;
  const [locked] = await cx.tx.select().from(guests).where(eq(guests.id, id)).for("update");
  if (!locked) throw notFound();
  checkVersion(cx, locked.version);
  const { projectId } = locked;
  const before = await getGuest(cx, { params });
  const household =
    groupId === undefined || groupId === locked.groupId
      ? locked.groupId
      : await householdFor(cx, projectId, groupId);
  const number = phone ? normalizeContact("phone", phone, await countryOf(cx, projectId), "phone") : null;
  const invited = eventIds && (await eventsFor(cx, projectId, eventIds));
  await cx.tx
    .update(guests)
    .set({ ...plain, groupId: household, version: sql`${guests.version} + 1`, updatedAt: cx.now })
    .where(eq(guests.id, id));
  if (household !== locked.groupId) await dropEmptyGroups(cx, [locked.groupId]);
  if (email !== undefined) await setPrimaryContact(cx, id, "email", email);
  if (phone !== undefined) await setPrimaryContact(cx, id, "phone", number);
  if (tags) await replaceGuestTags(cx, { id, projectId }, tags);
  if (invited) await replaceInvitations(cx, id, invited);
  const after = await getGuest(cx, { params });
  await audit(cx, "guest.updated", target(id, projectId), { before, after });
  await emit(cx, { name: null, projectId, topic: "guests" });
  return after;
}

/** Soft delete: contacts, answers and seat stay with the guest, out of sight, for a restore. */
export async function deleteGuest(cx: Cx, { params }: Input<typeof deleteContract>) {
  const before = await getGuest(cx, { params });
  const [row] = await lend(cx.tx, "trash", (tx) =>
    tx
      .update(guests)
      .set({ deletedAt: cx.now, version: sql`${guests.version} + 1` })
      .where(and(eq(guests.id, params.id), sql`${guests.deletedAt} is null`))
      .returning({ projectId: guests.projectId, groupId: guests.groupId }),
  );
  if (!row) throw notFound();
  await dropEmptyGroups(cx, [row.groupId]);
  await audit(cx, "guest.deleted", target(params.id, row.projectId), { before });
  await emit(cx, { name: null, projectId: row.projectId, topic: "guests" });
}
