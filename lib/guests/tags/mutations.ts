import { and, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { guests, guestTagAssignments, guestTags } from "@/db/schema";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { idArray } from "../policy";
import type {
  addGuestTag as addContract,
  createTag as createContract,
  deleteTag as deleteContract,
  removeGuestTag as removeContract,
} from "./contract";
import { tagColumns } from "./queries";

const poke = (cx: Cx, projectId: string) => emit(cx, { name: null, projectId, topic: "guests" });

/** A guest's tags are part of them: a change of them is one of the guest. */
const touch = (cx: Cx, guestId: string) =>
  cx.tx
    .update(guests)
    .set({ version: sql`${guests.version} + 1`, updatedAt: cx.now })
    .where(eq(guests.id, guestId));

async function readTag(cx: Cx, id: string) {
  const [tag] = await cx.tx.select(tagColumns).from(guestTags).where(eq(guestTags.id, id));
  if (!tag) throw notFound();
  return tag;
}

/** Creates a tag; a name that differs in case only is the same name. */
export async function createTag(cx: Cx, { params, body }: Input<typeof createContract>) {
  const [row] = await cx.tx
    .insert(guestTags)
    .values({ ...body, organizationId: organizationOf(cx), projectId: params.id })
    .returning();
  await audit(cx, "tag.created", { kind: "tag", id: row!.id, projectId: params.id }, { after: row });
  await poke(cx, params.id);
  return { ...row!, guestCount: 0 };
}

/** Deletes a tag for good, from all its guests. */
export async function deleteTag(cx: Cx, { params }: Input<typeof deleteContract>) {
  const [row] = await cx.tx.delete(guestTags).where(eq(guestTags.id, params.id)).returning();
  if (!row) throw notFound();
  await audit(cx, "tag.deleted", { kind: "tag", id: row.id, projectId: row.projectId }, { before: row });
  await poke(cx, row.projectId);
}

/**
 * The ids of the project's tags of these names, whatever their case; names it does not have yet become tags.
 *
 * @returns id by lower-case name
 */
export async function ensureTags(
  cx: Cx,
  projectId: string,
  names: Iterable<string>,
): Promise<Map<string, string>> {
  const wanted = new Map([...names].map((name) => [name.toLowerCase(), name]));
  if (wanted.size === 0) return new Map();
  await cx.tx
    .insert(guestTags)
    .values(
      [...wanted.values()].map((name) => ({
        id: uuidv7(),
        organizationId: organizationOf(cx),
        projectId,
        name,
      })),
    )
    .onConflictDoNothing();
  const rows = await cx.tx
    .select({ id: guestTags.id, name: sql<string>`lower(${guestTags.name})` })
    .from(guestTags)
    .where(
      and(
        eq(guestTags.projectId, projectId),
        sql`lower(${guestTags.name}) in (select lower(n) from jsonb_array_elements_text(${JSON.stringify([...wanted.keys()])}::jsonb) n)`,
      ),
    );
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** Gives a guest exactly these tags. The caller holds the guest. */
export async function replaceGuestTags(
  cx: Cx,
  guest: { id: string; projectId: string },
  names: readonly string[],
): Promise<void> {
  const ids = [...(await ensureTags(cx, guest.projectId, names)).values()];
  await cx.tx.execute(sql`
    delete from guest_tag_assignments where guest_id = ${guest.id} and tag_id <> all (${idArray(ids)}::uuid[])`);
  if (ids.length === 0) return;
  await cx.tx
    .insert(guestTagAssignments)
    .values(ids.map((tagId) => ({ organizationId: organizationOf(cx), guestId: guest.id, tagId })))
    .onConflictDoNothing();
}

/** Tags a guest; one who has the tag already keeps it. */
export async function addGuestTag(cx: Cx, { params, body }: Input<typeof addContract>) {
  const [guest] = await cx.tx
    .select({ id: guests.id, projectId: guests.projectId })
    .from(guests)
    .where(eq(guests.id, params.id));
  if (!guest) throw notFound();
  let tagId: string;
  if ("name" in body) {
    [tagId] = [...(await ensureTags(cx, guest.projectId, [body.name])).values()] as [string];
  } else {
    const known = and(eq(guestTags.id, body.tagId), eq(guestTags.projectId, guest.projectId));
    const [tag] = await cx.tx.select({ id: guestTags.id }).from(guestTags).where(known);
    if (!tag) {
      const message = "is not a tag of this project";
      throw new AppError("invalid", { detail: `tagId: ${message}`, errors: [{ path: "tagId", message }] });
    }
    tagId = tag.id;
  }
  const added = await cx.tx
    .insert(guestTagAssignments)
    .values({ organizationId: organizationOf(cx), guestId: guest.id, tagId })
    .onConflictDoNothing()
    .returning();
  if (added.length > 0) {
    await touch(cx, guest.id);
    await audit(
      cx,
      "guest.tagged",
      { kind: "guest", id: guest.id, projectId: guest.projectId },
      { after: { tagId } },
    );
    await poke(cx, guest.projectId);
  }
  return readTag(cx, tagId);
}

/** Takes a tag from a guest. */
export async function removeGuestTag(cx: Cx, { params }: Input<typeof removeContract>) {
  const removed = await cx.tx.execute<{ project_id: string }>(sql`
    delete from guest_tag_assignments a using guests g
     where g.id = a.guest_id and a.guest_id = ${params.id} and a.tag_id::text = ${params.tagId}
    returning g.project_id`);
  if (!removed[0]) throw notFound();
  const projectId = removed[0].project_id;
  await touch(cx, params.id);
  await audit(
    cx,
    "guest.untagged",
    { kind: "guest", id: params.id, projectId },
    { before: { tagId: params.tagId } },
  );
  await poke(cx, projectId);
}
