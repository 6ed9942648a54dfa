import { eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { lend, type Tx } from "@/db/client";
import { organizationMembers, organizations } from "@/db/schema";
import { type Cx, checkVersion } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit } from "@/lib/http/record";
import { provenScope } from "@/lib/tenancy/scope";
import type { createOrganization as createContract, updateOrganization as updateContract } from "./contract";
import { slugOf } from "./policy";

/** Creates an organization with the caller as its owner. It is in nobody's scope yet, so the system inserts it. */
export async function createOrganization(cx: Cx, { body }: Input<typeof createContract>) {
  const { actor } = cx;
  if (actor.kind !== "user") throw new AppError("unauthenticated");
  return lend(cx.tx, "system", async (tx) => {
    const row = await insertOrganization(tx, body.name, body.slug);
    await tx.insert(organizationMembers).values({
      organizationId: row.id,
      userId: actor.id,
      email: actor.email,
      name: actor.name,
      role: "owner",
      status: "active",
    });
    await audit(
      { ...cx, scope: provenScope(row.id) },
      "organization.created",
      { kind: "organization", id: row.id },
      { after: row },
    );
    return row;
  });
}

/** A slug that was asked for must be free (the database says so); one made from the name gives way. */
async function insertOrganization(tx: Tx, name: string, slug: string | undefined) {
  if (slug !== undefined) return (await tx.insert(organizations).values({ name, slug }).returning())[0]!;
  const base = slugOf(name);
  for (const candidate of [
    base,
    ...[2, 3, 4, 5].map((n) => `${base}-${n}`),
    `${base}-${uuidv7().slice(-8)}`,
  ]) {
    const [row] = await tx
      .insert(organizations)
      .values({ name, slug: candidate })
      .onConflictDoNothing()
      .returning();
    if (row) return row;
  }
  throw new AppError("duplicate", { detail: "No free short name was found. Choose one." });
}

/** Changes an organization's name or slug. */
export async function updateOrganization(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const [before] = await cx.tx
    .select()
    .from(organizations)
    .where(eq(organizations.id, params.id))
    .for("update");
  if (!before) throw notFound();
  checkVersion(cx, before.version);
  const [after] = await cx.tx
    .update(organizations)
    .set({ ...body, version: sql`${organizations.version} + 1`, updatedAt: cx.now })
    .where(eq(organizations.id, params.id))
    .returning();
  await audit(cx, "organization.updated", { kind: "organization", id: params.id }, { before, after });
  return after!;
}
