import { and, asc, eq, ne, sql } from "drizzle-orm";
import { guestContacts, guests, projects } from "@/db/schema";
import { type Cx, checkVersion, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import type {
  createContact as createContract,
  deleteContact as deleteContract,
  replaceContact as replaceContract,
} from "./contract";
import { type ContactKind, normalizeContact } from "./policy";

/** Locks the guest, whose contacts are part of them and count as a change, and tells where they belong. */
async function lockGuest(cx: Cx, guestId: string) {
  const [guest] = await cx.tx
    .update(guests)
    .set({ version: sql`${guests.version} + 1`, updatedAt: cx.now })
    .where(eq(guests.id, guestId))
    .returning({ id: guests.id, projectId: guests.projectId });
  if (!guest) throw notFound();
  const [project] = await cx.tx
    .select({ country: projects.country })
    .from(projects)
    .where(eq(projects.id, guest.projectId));
  return { ...guest, country: project?.country ?? "US" };
}

const ofKind = (guestId: string, kind: ContactKind) =>
  and(eq(guestContacts.guestId, guestId), eq(guestContacts.kind, kind));

/** Makes one contact the primary one of its kind; the unique index allows no second for an instant. */
async function makePrimary(cx: Cx, guestId: string, kind: ContactKind, contactId: string): Promise<void> {
  await cx.tx
    .update(guestContacts)
    .set({ isPrimary: false, updatedAt: cx.now })
    .where(and(ofKind(guestId, kind), eq(guestContacts.isPrimary, true), ne(guestContacts.id, contactId)));
  await cx.tx
    .update(guestContacts)
    .set({ isPrimary: true })
    .where(and(eq(guestContacts.id, contactId), eq(guestContacts.isPrimary, false)));
}

/** Where no contact of the kind is the primary one, the oldest becomes it; `spared` only if it is the last. */
async function keepOnePrimary(cx: Cx, guestId: string, kind: ContactKind, spared?: string): Promise<void> {
  const rows = await cx.tx
    .select({ id: guestContacts.id, isPrimary: guestContacts.isPrimary })
    .from(guestContacts)
    .where(ofKind(guestId, kind))
    .orderBy(asc(guestContacts.id));
  if (rows.length === 0 || rows.some(({ isPrimary }) => isPrimary)) return;
  await makePrimary(cx, guestId, kind, (rows.find(({ id }) => id !== spared) ?? rows[0]!).id);
}

/** What every change of a contact tells: the audit log, and the pages that show guests. */
async function record(
  cx: Cx,
  action: "contact.created" | "contact.updated" | "contact.deleted",
  contact: { id: string; projectId: string },
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await audit(cx, action, { kind: "contact", id: contact.id, projectId: contact.projectId }, change);
  await emit(cx, { name: null, projectId: contact.projectId, topic: "guests" });
}

/** Adds a contact; the first of its kind is the primary one. */
export async function createContact(cx: Cx, { params, body }: Input<typeof createContract>) {
  const guest = await lockGuest(cx, params.id);
  const value = normalizeContact(body.kind, body.value, guest.country);
  const [row] = await cx.tx
    .insert(guestContacts)
    .values({
      organizationId: organizationOf(cx),
      guestId: guest.id,
      kind: body.kind,
      value,
      label: body.label,
    })
    .returning();
  if (body.isPrimary) await makePrimary(cx, guest.id, body.kind, row!.id);
  else await keepOnePrimary(cx, guest.id, body.kind);
  const [after] = await cx.tx.select().from(guestContacts).where(eq(guestContacts.id, row!.id));
  await record(cx, "contact.created", { id: row!.id, projectId: guest.projectId }, { after });
  return after!;
}

/** Replaces a contact; a changed value is verified and suppressed no longer. */
export async function replaceContact(cx: Cx, { params, body }: Input<typeof replaceContract>) {
  const [found] = await cx.tx.select().from(guestContacts).where(eq(guestContacts.id, params.id));
  if (!found) throw notFound();
  const guest = await lockGuest(cx, found.guestId);
  const [before] = await cx.tx
    .select()
    .from(guestContacts)
    .where(eq(guestContacts.id, params.id))
    .for("update");
  if (!before) throw notFound();
  checkVersion(cx, before.version);
  const value = normalizeContact(body.kind, body.value, guest.country);
  const moved = value !== before.value || body.kind !== before.kind;
  await cx.tx
    .update(guestContacts)
    .set({
      kind: body.kind,
      value,
      label: body.label,
      isPrimary: false,
      ...(moved && { verifiedAt: null, suppressedAt: null }),
      version: sql`${guestContacts.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(guestContacts.id, params.id));
  if (body.isPrimary) await makePrimary(cx, guest.id, body.kind, params.id);
  else await keepOnePrimary(cx, guest.id, body.kind, params.id);
  if (body.kind !== before.kind) await keepOnePrimary(cx, guest.id, before.kind);
  const [after] = await cx.tx.select().from(guestContacts).where(eq(guestContacts.id, params.id));
  await record(cx, "contact.updated", { id: params.id, projectId: guest.projectId }, { before, after });
  return after!;
}

/** Deletes a contact for good; the next of its kind becomes the primary one. */
export async function deleteContact(cx: Cx, { params }: Input<typeof deleteContract>) {
  const [found] = await cx.tx.select().from(guestContacts).where(eq(guestContacts.id, params.id));
  if (!found) throw notFound();
  const guest = await lockGuest(cx, found.guestId);
  const [before] = await cx.tx.delete(guestContacts).where(eq(guestContacts.id, params.id)).returning();
  if (!before) throw notFound();
  await keepOnePrimary(cx, guest.id, before.kind);
  await record(cx, "contact.deleted", { id: params.id, projectId: guest.projectId }, { before });
}

/**
 * Sets what `guest.email` or `guest.phone` shows: another contact of that value becomes the primary one, else
 * the primary one takes the value, else it is added; null takes the primary one away. The caller holds the guest.
 */
export async function setPrimaryContact(
  cx: Cx,
  guestId: string,
  kind: "email" | "phone",
  value: string | null,
): Promise<void> {
  const rows = await cx.tx.select().from(guestContacts).where(ofKind(guestId, kind));
  const primary = rows.find(({ isPrimary }) => isPrimary);
  if (value === null) {
    if (!primary) return;
    await cx.tx.delete(guestContacts).where(eq(guestContacts.id, primary.id));
    return keepOnePrimary(cx, guestId, kind);
  }
  const same = rows.find((row) => row.value === value);
  if (same) return makePrimary(cx, guestId, kind, same.id);
  if (primary) {
    await cx.tx
      .update(guestContacts)
      .set({
        value,
        verifiedAt: null,
        suppressedAt: null,
        version: sql`${guestContacts.version} + 1`,
        updatedAt: cx.now,
      })
      .where(eq(guestContacts.id, primary.id));
    return;
  }
  await cx.tx
    .insert(guestContacts)
    .values({ organizationId: organizationOf(cx), guestId, kind, value, isPrimary: true });
}
