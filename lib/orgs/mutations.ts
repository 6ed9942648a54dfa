import { and, count, eq, gt, inArray, isNull, lte, not, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { uuidv7 } from "uuidv7";
import { lend, type Tx } from "@/db/client";
import { events, organizationMembers, organizations, projects } from "@/db/schema";
import { type Cx, checkVersion } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { limit } from "@/lib/http/limit";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { actorKey } from "@/lib/tenancy/actor";
import { derive } from "@/lib/tenancy/derived";
import { provenScope } from "@/lib/tenancy/scope";
import type {
  createOrganization as createContract,
  inviteMember as inviteContract,
  updateOrganization as updateContract,
} from "./contract";
import { invitationPurpose } from "./events";
import { canBeNarrowed, mayGive, slugOf } from "./policy";

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

/** Invites an address with a role; the mail leaves through the jobs server. */
export async function inviteMember(cx: Cx, { params, body }: Input<typeof inviteContract>) {
  const { role, email, expiresAt } = body;
  if (!cx.scope.role || !mayGive(cx.scope.role, role)) {
    throw new AppError("forbidden", { detail: "You can give your own role, or one below it." });
  }
  if (expiresAt && expiresAt <= cx.now) throw wrong("expiresAt", "is over already");
  await checkNarrowing(cx, body);
  // Mails to strangers with a name that the inviter chose: nobody sends them by the hundred.
  await limit(actorKey(cx.actor), "invitations", 20);
  await endMembershipsThatAreOver(cx, email);
  const id = uuidv7();
  const [row] = await cx.tx
    .insert(organizationMembers)
    .values({
      id,
      organizationId: params.id,
      email,
      role,
      status: "invited",
      tokenHash: derive(invitationPurpose, id).hash,
      projectIds: body.projectIds ?? null,
      eventIds: body.eventIds ?? null,
      expiresAt: expiresAt ?? null,
    })
    .returning();
  const { tokenHash: _, ...after } = row!;
  await audit(cx, "member.invited", { kind: "member", id }, { after });
  await emit(cx, {
    name: "orgs/member.invited",
    data: { memberId: id, inviterId: cx.actor.kind === "user" ? cx.actor.id : null },
  });
  return after;
}

const wrong = (path: string, message: string) =>
  new AppError("invalid", { detail: `${path}: ${message}`, errors: [{ path, message }] });

/** Door staff may be given some projects or events, which must be the organization's own. */
async function checkNarrowing(cx: Cx, body: Input<typeof inviteContract>["body"]): Promise<void> {
  if (!body.projectIds && !body.eventIds) return;
  if (!canBeNarrowed(body.role)) {
    throw new AppError("unprocessable", {
      detail:
        "Only door staff can be narrowed to projects or events; other roles see the whole organization.",
    });
  }
  for (const [path, ids, table] of [
    ["projectIds", body.projectIds, projects],
    ["eventIds", body.eventIds, events],
  ] as const) {
    if (!ids) continue;
    const [found] = await cx.tx.select({ n: count() }).from(table).where(inArray(table.id, ids));
    if (found!.n !== new Set(ids).size) throw wrong(path, "names something that is not there");
  }
}

/** A membership that ended (door staff until Sunday) makes room for the next one of the same address. */
async function endMembershipsThatAreOver(cx: Cx, email: string): Promise<void> {
  const ended = await cx.tx
    .delete(organizationMembers)
    .where(
      and(eq(sql`lower(${organizationMembers.email})`, email), lte(organizationMembers.expiresAt, cx.now)),
    )
    .returning();
  for (const { tokenHash: _, ...before } of ended) {
    await audit(cx, "member.ended", { kind: "member", id: before.id }, { before });
  }
}

/**
 * Turns the invitations to a person's proven address into memberships. Called in the transaction that proves it,
 * with the system's role lent: the invitations are of any organization.
 *
 * @param cx its actor is the person
 */
export async function joinOrganizations(cx: Cx): Promise<void> {
  const { actor, tx, now } = cx;
  if (actor.kind !== "user") return;
  const present = alias(organizationMembers, "present");
  const joined = await tx
    .update(organizationMembers)
    .set({ userId: actor.id, name: actor.name, status: "active", tokenHash: null, updatedAt: now })
    .where(
      and(
        eq(sql`lower(${organizationMembers.email})`, actor.email.toLowerCase()),
        eq(organizationMembers.status, "invited"),
        or(isNull(organizationMembers.expiresAt), gt(organizationMembers.expiresAt, now)),
        not(
          sql`exists (${tx
            .select({ one: sql`1` })
            .from(present)
            .where(
              and(
                eq(present.organizationId, organizationMembers.organizationId),
                eq(present.userId, actor.id),
              ),
            )})`,
        ),
      ),
    )
    .returning();
  for (const member of joined) {
    await audit(
      { ...cx, scope: provenScope(member.organizationId) },
      "member.joined",
      { kind: "member", id: member.id },
      { after: { status: member.status, role: member.role, userId: member.userId } },
    );
  }
}
