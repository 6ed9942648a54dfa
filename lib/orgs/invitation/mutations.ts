import { and, eq, gt, inArray, isNull, lte, not, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { uuidv7 } from "uuidv7";
import { lend, type Tx } from "@/db/client";
import { organizationInvitations, organizationMembers } from "@/db/schema";
import { sendMail } from "@/lib/clients/mail";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { runAsJob } from "@/lib/http/job";
import { limit } from "@/lib/http/limit";
import { AppError } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { type Actor, actorKey } from "@/lib/tenancy/actor";
import { derive, deriveAgain } from "@/lib/tenancy/derived";
import { provenScope } from "@/lib/tenancy/scope";
import type { inviteMember as inviteContract } from "../contract";
import { invitationPurpose, type MemberInvited } from "../events";
import { mustRankAbove } from "../members/policy";
import { checkNarrowing } from "../members/queries";
import { invitationEnd, stateOf } from "../policy";
import type { acceptInvitation as acceptContract } from "./contract";
import { invitationMail } from "./mail";
import { invitationByToken, letterOf } from "./queries";

type Person = Extract<Actor, { kind: "user" }>;
type Invitation = typeof organizationInvitations.$inferSelect;

/** Invites an address with a role; the mail leaves through the jobs server. */
export async function inviteMember(cx: Cx, { params, body }: Input<typeof inviteContract>) {
  const { role, email, expiresAt = null } = body;
  mustRankAbove(cx.scope, role, "give");
  await checkNarrowing(cx, body);
  // Mails to strangers with a name that the inviter chose: nobody sends them by the hundred.
  await limit(actorKey(cx.actor), "invitations", 20);
  await endMembershipsThatAreOver(cx, cx.tx, params.id, { email });
  const [after] = await cx.tx
    .insert(organizationMembers)
    .values({
      organizationId: params.id,
      email,
      role,
      status: "invited",
      projectIds: body.projectIds ?? null,
      eventIds: body.eventIds ?? null,
      expiresAt,
    })
    .returning();
  const inviterId = cx.actor.kind === "user" ? cx.actor.id : null;
  const id = uuidv7();
  const invitationExpiresAt = invitationEnd(cx.now, expiresAt);
  await cx.tx.insert(organizationInvitations).values({
    id,
    organizationId: params.id,
    memberId: after!.id,
    email,
    tokenHash: derive(invitationPurpose, id).hash,
    invitedBy: inviterId,
    expiresAt: invitationExpiresAt,
  });
  await audit(cx, "member.invited", { kind: "member", id: after!.id }, { after });
  await emit(cx, { name: "orgs/member.invited", data: { memberId: after!.id, inviterId } });
  return { ...after!, invitationExpiresAt };
}

/**
 * Mails an invitation to a team, unless it was accepted or withdrawn meanwhile.
 *
 * @throws MailError when the mail was not taken; the jobs server tries again
 */
export async function sendInvitation(invited: MemberInvited): Promise<void> {
  const letter = await runAsJob("invite-member", invited.organizationId, (cx) => letterOf(cx, invited));
  const derived = letter && deriveAgain(invitationPurpose, letter.id, letter.tokenHash);
  if (derived) await sendMail(await invitationMail(letter, derived.token));
}

/**
 * Accepts an invitation or a door pass. Its row is locked first, so that of any number of acceptances at once no
 * more win than it has places.
 *
 * @throws AppError forbidden (for another address), conflict (used, or a member already), expired, revoked
 */
export async function acceptInvitation(cx: Cx, { params }: Input<typeof acceptContract>) {
  const { actor } = cx;
  if (actor.kind !== "user") throw new AppError("unauthenticated");
  return lend(cx.tx, "system", async (tx) => {
    const { row, organization } = await invitationByToken(tx, params.token, true);
    if (row.email && row.email.toLowerCase() !== actor.email.toLowerCase()) {
      throw new AppError("forbidden", {
        detail: `This invitation is for ${row.email}, and you are signed in as ${actor.email}. Sign in with that address.`,
      });
    }
    await refuseMembers(tx, row, actor, organization, cx.now);
    refuseOver(row, cx.now);
    await tx
      .update(organizationInvitations)
      .set({ useCount: row.useCount + 1, updatedAt: cx.now })
      .where(eq(organizationInvitations.id, row.id));
    const member = row.email ? await fill(tx, [row], actor, cx.now) : await admit(cx, tx, row, actor);
    const [joined] = member;
    if (!joined)
      throw new AppError("revoked", { detail: "This invitation was withdrawn. Ask for a new one." });
    await noteJoined(cx, joined);
    return { ...joined, invitationExpiresAt: null };
  });
}

async function refuseMembers(tx: Tx, row: Invitation, actor: Person, organization: string, now: Date) {
  const [present] = await tx
    .select({ expiresAt: organizationMembers.expiresAt })
    .from(organizationMembers)
    .where(
      and(
        eq(organizationMembers.organizationId, row.organizationId),
        eq(organizationMembers.userId, actor.id),
        eq(organizationMembers.status, "active"),
      ),
    );
  if (!present || (present.expiresAt && present.expiresAt <= now)) return;
  throw new AppError("conflict", {
    detail: `You are in ${organization} already.`,
    meta: { organizationId: row.organizationId },
  });
}

function refuseOver(row: Invitation, now: Date): void {
  const state = stateOf(row, now);
  if (state === "withdrawn") {
    throw new AppError("revoked", { detail: "This invitation was withdrawn. Ask for a new one." });
  }
  if (state === "used") {
    throw new AppError("conflict", { detail: "This invitation was used already. Ask for a new one." });
  }
  if (state === "expired") {
    throw new AppError("expired", { detail: "This invitation has expired. Ask for a new one." });
  }
}

/** Makes invited rows members. */
const fill = (tx: Tx, invitations: { memberId: string | null }[], actor: Person, now: Date) =>
  tx
    .update(organizationMembers)
    .set({ userId: actor.id, name: actor.name, status: "active", updatedAt: now })
    .where(
      and(
        inArray(
          organizationMembers.id,
          invitations.flatMap(({ memberId }) => memberId ?? []),
        ),
        eq(organizationMembers.status, "invited"),
      ),
    )
    .returning();

/** Makes whoever scanned a door pass a member, until the pass ends. */
async function admit(cx: Cx, tx: Tx, row: Invitation, actor: Person) {
  const { organizationId, projectIds, eventIds, expiresAt } = row;
  await endMembershipsThatAreOver(cx, tx, organizationId, { email: actor.email, userId: actor.id });
  return tx
    .insert(organizationMembers)
    .values({
      ...{ organizationId, projectIds, eventIds, expiresAt, role: row.role!, status: "active" },
      ...{ userId: actor.id, email: actor.email, name: actor.name },
    })
    .returning();
}

/** A membership that ended (door staff until Sunday) makes room for the next one of the same person. */
async function endMembershipsThatAreOver(
  cx: Cx,
  tx: Tx,
  organizationId: string,
  of: { email: string; userId?: string },
): Promise<void> {
  const ended = await tx
    .delete(organizationMembers)
    .where(
      and(
        eq(organizationMembers.organizationId, organizationId),
        or(
          eq(sql`lower(${organizationMembers.email})`, of.email.toLowerCase()),
          of.userId ? eq(organizationMembers.userId, of.userId) : undefined,
        ),
        lte(organizationMembers.expiresAt, cx.now),
      ),
    )
    .returning();
  for (const before of ended) {
    await audit(
      { ...cx, scope: provenScope(organizationId) },
      "member.ended",
      { kind: "member", id: before.id },
      { before },
    );
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
  const isMember = sql`exists (${tx
    .select({ one: sql`1` })
    .from(present)
    .where(
      and(eq(present.organizationId, organizationInvitations.organizationId), eq(present.userId, actor.id)),
    )})`;
  const used = await tx
    .update(organizationInvitations)
    .set({ useCount: 1, updatedAt: now })
    .where(
      and(
        eq(sql`lower(${organizationInvitations.email})`, actor.email.toLowerCase()),
        isNull(organizationInvitations.withdrawnAt),
        eq(organizationInvitations.useCount, 0),
        gt(organizationInvitations.expiresAt, now),
        not(isMember),
      ),
    )
    .returning({ memberId: organizationInvitations.memberId });
  if (used.length === 0) return;
  for (const member of await fill(tx, used, actor, now)) await noteJoined(cx, member);
}

const noteJoined = (cx: Cx, member: typeof organizationMembers.$inferSelect) =>
  audit(
    { ...cx, scope: provenScope(member.organizationId) },
    "member.joined",
    { kind: "member", id: member.id },
    { after: { status: member.status, role: member.role, userId: member.userId } },
  );
