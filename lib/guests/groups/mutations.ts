import { and, eq, inArray, notExists, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { lend } from "@/db/client";
import { guestGroups, guests } from "@/db/schema";
import { type Cx, checkVersion, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import type {
  createGroup as createContract,
  deleteGroup as deleteContract,
  replaceGroup as replaceContract,
} from "./contract";
import { groupColumns } from "./queries";

const target = (id: string, projectId: string) => ({ kind: "group", id, projectId });
const poke = (cx: Cx, projectId: string) => emit(cx, { name: null, projectId, topic: "guests" });

/** Creates a household without guests. */
export async function createGroup(cx: Cx, { params, body }: Input<typeof createContract>) {
  const [row] = await cx.tx
    .insert(guestGroups)
    .values({ ...body, organizationId: organizationOf(cx), projectId: params.id })
    .returning();
  await audit(cx, "group.created", target(row!.id, params.id), { after: row });
  await poke(cx, params.id);
  return { ...row!, guestCount: 0 };
}

/** Replaces a household's name and plus-ones. */
export async function replaceGroup(cx: Cx, { params, body }: Input<typeof replaceContract>) {
  const [before] = await cx.tx.select().from(guestGroups).where(eq(guestGroups.id, params.id)).for("update");
  if (!before) throw notFound();
  checkVersion(cx, before.version);
  await cx.tx
    .update(guestGroups)
    .set({ ...body, version: sql`${guestGroups.version} + 1`, updatedAt: cx.now })
    .where(eq(guestGroups.id, params.id));
  const [after] = await cx.tx.select(groupColumns).from(guestGroups).where(eq(guestGroups.id, params.id));
  await audit(cx, "group.updated", target(params.id, before.projectId), { before, after });
  await poke(cx, before.projectId);
  return after!;
}

/** Soft delete; every guest of it gets an unnamed household of their own. */
export async function deleteGroup(cx: Cx, { params }: Input<typeof deleteContract>) {
  const [before] = await cx.tx.select().from(guestGroups).where(eq(guestGroups.id, params.id)).for("update");
  if (!before) throw notFound();
  const members = await cx.tx
    .select({ id: guests.id })
    .from(guests)
    .where(eq(guests.groupId, params.id))
    .orderBy(guests.id)
    .for("update");
  if (members.length > 0) {
    const own = members.map(({ id }) => ({ guest: id, group: uuidv7() }));
    await cx.tx.insert(guestGroups).values(
      own.map(({ group }) => ({
        id: group,
        organizationId: organizationOf(cx),
        projectId: before.projectId,
      })),
    );
    await cx.tx.execute(sql`
      update guests g set group_id = o."group", version = g.version + 1, updated_at = now()
        from jsonb_to_recordset(${JSON.stringify(own)}::jsonb) o(guest uuid, "group" uuid) where g.id = o.guest`);
  }
  await lend(cx.tx, "trash", (tx) =>
    tx.update(guestGroups).set({ deletedAt: cx.now }).where(eq(guestGroups.id, params.id)),
  );
  await audit(cx, "group.deleted", target(params.id, before.projectId), {
    before: { ...before, guestIds: members.map(({ id }) => id) },
  });
  await poke(cx, before.projectId);
}

/** Soft-deletes those of the households that have neither name nor guests left: nobody could find them again. */
export async function dropEmptyGroups(cx: Pick<Cx, "tx" | "now">, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await lend(cx.tx, "trash", (tx) =>
    tx
      .update(guestGroups)
      .set({ deletedAt: cx.now })
      .where(
        and(
          inArray(guestGroups.id, [...ids]),
          eq(guestGroups.name, ""),
          sql`${guestGroups.deletedAt} is null`,
          notExists(
            tx
              .select({ one: sql`1` })
              .from(guests)
              .where(and(eq(guests.groupId, guestGroups.id), sql`${guests.deletedAt} is null`)),
          ),
        ),
      ),
  );
}
