import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { guestImportRows, guestImports } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { recomputeRsvpStatus } from "@/lib/rsvp/mutations";
import type { Changeset } from "../changeset";
import type { undoImport as undoContract } from "../contract";
import { summaryOf } from "../queries";
import { mergeChangesets, type Restore, type Undo } from "./policy";

const rows = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
const ids = (value: readonly string[]) => sql`(select jsonb_array_elements_text(${rows(value)})::uuid)`;

/**
 * Takes an import back: guests it made are deleted, guests it changed get back what they had. Whom somebody has
 * changed since, or who has answered themselves, stays as they are.
 *
 * @throws AppError conflict while the import is under way, and for one that was undone or only rehearsed
 */
export async function undoImport(cx: Cx, { params }: Input<typeof undoContract>) {
  const [list] = await cx.tx.select().from(guestImports).where(eq(guestImports.id, params.id)).for("update");
  if (!list) throw notFound();
  const { dryRun } = list.options as { dryRun: boolean };
  if (dryRun || !["done", "cancelled", "failed"].includes(list.status)) {
    const detail = dryRun
      ? "A dry run changed nothing."
      : `An import that is ${list.status} cannot be undone.`;
    throw new AppError("conflict", { detail, meta: { importStatus: list.status } });
  }
  const changed = await cx.tx
    .select({ before: guestImportRows.before })
    .from(guestImportRows)
    .where(and(eq(guestImportRows.importId, params.id), isNotNull(guestImportRows.before)))
    .orderBy(asc(guestImportRows.row));
  const undo = mergeChangesets(changed.map(({ before }) => before as Changeset));
  const deleted = await deleteCreated(cx, undo.created);
  const restored = await restoreChanged(cx, undo.restores);
  await restoreGroups(cx, undo);
  const [after] = await cx.tx
    .update(guestImports)
    .set({ status: "undone", updatedAt: cx.now })
    .where(eq(guestImports.id, params.id))
    .returning();
  await audit(
    cx,
    "import.undone",
    { kind: "import", id: list.id, projectId: list.projectId },
    {
      after: {
        deleted,
        restored: restored.length,
        kept: undo.created.length - deleted + undo.restores.length - restored.length,
      },
    },
  );
  await emit(cx, { name: null, projectId: list.projectId, topic: "guests" });
  return summaryOf(after!);
}

async function deleteCreated(cx: Cx, created: readonly string[]): Promise<number> {
  if (created.length === 0) return 0;
  const gone = await lend(cx.tx, "trash", (tx) =>
    tx.execute(sql`
      with untouched as (
        select g.id from guests g
         where g.id in ${ids(created)} and g.deleted_at is null and g.version = 1
           and not exists (select from guest_events e where e.guest_id = g.id
                and (e.checked_in_at is not null or (e.attendance is not null and e.source <> 'import')))
         order by g.id for update
      )
      update guests g set deleted_at = now() from untouched u where u.id = g.id returning g.id`),
  );
  return gone.length;
}

/** @returns the ids of those that nobody has changed since, now as they were */
async function restoreChanged(cx: Cx, restores: readonly Restore[]): Promise<string[]> {
  if (restores.length === 0) return [];
  const flat = restores.map(({ id, version, before }) => ({ id, current: version, ...before }));
  // Households that were left empty and dropped come back with the guests who lived there.
  await lend(cx.tx, "trash", (tx) =>
    tx.execute(sql`
      update guest_groups h set deleted_at = null
        from guests g join jsonb_to_recordset(${rows(flat)}) as r(id uuid, current int, "groupId" uuid)
             on g.id = r.id and g.version = r.current and g.deleted_at is null
       where h.id = r."groupId" and h.deleted_at is not null and h.name = ''`),
  );
  const restored = await cx.tx.execute<{ id: string }>(sql`
    update guests g set first_name = r."firstName", last_name = r."lastName", age_band = r."ageBand",
           language = r.language, dietary = r.dietary, notes = r.notes, plus_one_allowance = r."plusOnes",
           group_id = coalesce((select h.id from guest_groups h where h.id = r."groupId"), g.group_id),
           version = g.version + 1, updated_at = now()
      from jsonb_to_recordset(${rows(flat)}) as r(id uuid, current int, "firstName" text, "lastName" text,
           "ageBand" text, language text, dietary text, notes text, "plusOnes" int, "groupId" uuid)
     where g.id = r.id and g.version = r.current
    returning g.id`);
  const done = new Set(restored.map(({ id }) => id));
  const kept = restores.filter(({ id }) => done.has(id));
  await restoreContacts(cx, kept);
  await restoreTags(cx, kept);
  await restoreEvents(cx, kept);
  return [...done];
}

async function restoreContacts(cx: Cx, restores: readonly Restore[]): Promise<void> {
  const added = restores.flatMap(({ id, contacts }) =>
    contacts.map((contact) => ({ guest: id, ...contact })),
  );
  if (added.length === 0) return;
  await cx.tx.execute(sql`
    delete from guest_contacts c using jsonb_to_recordset(${rows(added)}) as r(guest uuid, kind text, value text)
     where c.guest_id = r.guest and c.kind = r.kind and c.value = r.value`);
  await cx.tx.execute(sql`
    with heirs as (
      select distinct on (c.guest_id, c.kind) c.id from guest_contacts c
       where c.guest_id in ${ids(restores.map(({ id }) => id))}
         and not exists (select from guest_contacts p where p.guest_id = c.guest_id and p.kind = c.kind and p.is_primary)
       order by c.guest_id, c.kind, c.id
    )
    update guest_contacts c set is_primary = true from heirs h where h.id = c.id`);
}

async function restoreTags(cx: Cx, restores: readonly Restore[]): Promise<void> {
  const added = restores.flatMap(({ id, tags }) => tags.map((tag) => ({ guest: id, tag })));
  if (added.length === 0) return;
  await cx.tx.execute(sql`
    delete from guest_tag_assignments a using guest_tags t, jsonb_to_recordset(${rows(added)}) as r(guest uuid, tag text)
     where a.guest_id = r.guest and t.id = a.tag_id and lower(t.name) = lower(r.tag)`);
}

/** Takes back invitations and the file's answers; an answer that the guest gave since stays. */
async function restoreEvents(cx: Cx, restores: readonly Restore[]): Promise<void> {
  const added = restores.flatMap(({ id, events }) =>
    events.map(({ eventId, invitedBefore }) => ({ guest: id, event: eventId, invited: invitedBefore })),
  );
  if (added.length === 0) return;
  await cx.tx.execute(sql`
    update guest_events e set attendance = null, source = null, answered_at = null
      from jsonb_to_recordset(${rows(added)}) as r(guest uuid, event uuid)
     where e.guest_id = r.guest and e.event_id = r.event and e.source = 'import'`);
  await cx.tx.execute(sql`
    delete from guest_events e using jsonb_to_recordset(${rows(added)}) as r(guest uuid, event uuid, invited boolean)
     where e.guest_id = r.guest and e.event_id = r.event and not r.invited
       and e.attendance is null and e.checked_in_at is null`);
  await recomputeRsvpStatus(cx, [...new Set(added.map(({ guest }) => guest))]);
}

/** Households the import made go when nobody lives there; those it named lose the name if it is still that one. */
async function restoreGroups(cx: Cx, { groups, named }: Undo): Promise<void> {
  if (named.length > 0) {
    await cx.tx.execute(sql`
      update guest_groups h set name = '', version = h.version + 1, updated_at = now()
        from jsonb_to_recordset(${rows(named)}) as r(id uuid, name text) where h.id = r.id and h.name = r.name`);
  }
  if (groups.length === 0) return;
  await lend(cx.tx, "trash", (tx) =>
    tx.execute(sql`
      update guest_groups h set deleted_at = now()
       where h.id in ${ids(groups)} and h.deleted_at is null
         and not exists (select from guests g where g.group_id = h.id and g.deleted_at is null)`),
  );
}
