import { and, eq } from "drizzle-orm";
import { databaseTime } from "@/db/client";
import { organizationInvitations, organizationMembers } from "@/db/schema";
import { endConnections } from "@/lib/clients/realtime";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { limit } from "@/lib/http/limit";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { actorKey } from "@/lib/tenancy/actor";
import { derive, deriveAgain } from "@/lib/tenancy/derived";
import { invitationPurpose } from "../events";
import { canBeNarrowed, invitationEnd } from "../policy";
import type {
  leaveOrganization as leaveContract,
  removeMember as removeContract,
  resendInvitation as resendContract,
  transferOrganization as transferContract,
  updateMember as updateContract,
} from "./contract";
import { mustRankAbove } from "./policy";
import { checkNarrowing, keepAnOwner, lockMember, lockOrganization } from "./queries";

type Row = typeof organizationMembers.$inferSelect;

/** Changes a membership or an invitation; a role that cannot be narrowed loses its narrowing. */
export async function updateMember(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const before = await lockMember(cx, params.id);
  mustRankAbove(cx.scope, before.role, "change");
  const role = body.role ?? before.role;
  mustRankAbove(cx.scope, role, "give");
  if (role !== "owner") await keepAnOwner(cx, before);
  const kept = {
    projectIds: canBeNarrowed(role, "projects") ? before.projectIds : null,
    eventIds: canBeNarrowed(role, "events") ? before.eventIds : null,
    expiresAt: role === "owner" ? null : before.expiresAt,
  };
  await checkNarrowing(cx, { role, ...body });
  const [after] = await cx.tx
    .update(organizationMembers)
    .set({ ...kept, ...body, updatedAt: cx.now })
    .where(eq(organizationMembers.id, params.id))
    .returning();
  await audit(cx, "member.updated", { kind: "member", id: params.id }, { before, after });
  closeRooms(cx, before);
  return { ...after!, invitationExpiresAt: null };
}

/** Removes a member, or withdraws an invitation: its link says so from then on. */
export async function removeMember(cx: Cx, { params }: Input<typeof removeContract>): Promise<void> {
  const row = await lockMember(cx, params.id);
  mustRankAbove(cx.scope, row.role, "change");
  await keepAnOwner(cx, row);
  await end(cx, row, row.status === "invited" ? "member.withdrawn" : "member.removed");
}

/** Ends the caller's own membership. */
export async function leaveOrganization(cx: Cx, { params }: Input<typeof leaveContract>): Promise<void> {
  const row = await ownMembership(cx, params.id);
  await keepAnOwner(cx, row);
  await end(cx, row, "member.left");
}

/** Makes another member the owner in the caller's place, who becomes an admin. */
export async function transferOrganization(cx: Cx, { params, body }: Input<typeof transferContract>) {
  const own = await ownMembership(cx, params.id);
  const [heir] = await cx.tx
    .select()
    .from(organizationMembers)
    .where(and(eq(organizationMembers.id, body.memberId), eq(organizationMembers.organizationId, params.id)));
  if (!heir) throw notFound();
  if (heir.status !== "active" || heir.id === own.id || (heir.expiresAt && heir.expiresAt <= cx.now)) {
    throw new AppError("conflict", {
      detail:
        heir.id === own.id
          ? "You are the owner already."
          : "Wait until they have joined, then give it to them.",
    });
  }
  // A second press finds somebody who is no owner any more.
  if (own.role !== "owner") throw new AppError("forbidden", { detail: "Only an owner can give ownership." });
  const [after] = await cx.tx
    .update(organizationMembers)
    .set({ role: "owner", projectIds: null, eventIds: null, expiresAt: null, updatedAt: cx.now })
    .where(eq(organizationMembers.id, heir.id))
    .returning();
  await cx.tx
    .update(organizationMembers)
    .set({ role: "admin", updatedAt: cx.now })
    .where(eq(organizationMembers.id, own.id));
  await audit(
    cx,
    "organization.transferred",
    { kind: "organization", id: params.id },
    { before: { owner: own.userId }, after: { owner: heir.userId } },
  );
  closeRooms(cx, heir);
  return { ...after!, invitationExpiresAt: null };
}

/** Mails an invitation again; the link stays the same and works for its days anew. */
export async function resendInvitation(cx: Cx, { params }: Input<typeof resendContract>) {
  const row = await lockMember(cx, params.id);
  mustRankAbove(cx.scope, row.role, "change");
  const [sent] = await cx.tx
    .select()
    .from(organizationInvitations)
    .where(eq(organizationInvitations.memberId, row.id))
    .for("update");
  if (row.status !== "invited" || !sent) {
    throw new AppError("conflict", { detail: "They have joined already." });
  }
  if (row.expiresAt && row.expiresAt <= cx.now) {
    throw new AppError("conflict", { detail: "What this invitation gives is over. Invite them anew." });
  }
  await limit(actorKey(cx.actor), "invitations", 20);
  const expiresAt = invitationEnd(cx.now, row.expiresAt);
  const known = deriveAgain(invitationPurpose, sent.id, sent.tokenHash) ?? derive(invitationPurpose, sent.id);
  await cx.tx
    .update(organizationInvitations)
    .set({ expiresAt, sends: sent.sends + 1, tokenHash: known.hash, updatedAt: cx.now })
    .where(eq(organizationInvitations.id, sent.id));
  await audit(cx, "member.invited_again", { kind: "member", id: row.id }, { after: { expiresAt } });
  await emit(cx, {
    name: "orgs/member.invited",
    data: { memberId: row.id, inviterId: cx.actor.kind === "user" ? cx.actor.id : null },
  });
  return { ...row, invitationExpiresAt: expiresAt };
}

async function ownMembership(cx: Cx, organizationId: string): Promise<Row> {
  const { actor } = cx;
  if (actor.kind !== "user")
    throw new AppError("forbidden", { detail: "This is for people, not for API keys." });
  await lockOrganization(cx);
  const [row] = await cx.tx
    .select()
    .from(organizationMembers)
    .where(
      and(eq(organizationMembers.organizationId, organizationId), eq(organizationMembers.userId, actor.id)),
    )
    .for("update");
  if (!row) throw notFound();
  return row;
}

async function end(cx: Cx, row: Row, action: `member.${string}`): Promise<void> {
  await cx.tx
    .update(organizationInvitations)
    .set({ withdrawnAt: cx.now })
    .where(and(eq(organizationInvitations.memberId, row.id), eq(organizationInvitations.useCount, 0)));
  await cx.tx.delete(organizationMembers).where(eq(organizationMembers.id, row.id));
  await audit(cx, action, { kind: "member", id: row.id }, { before: row });
  closeRooms(cx, row);
}

/** Ends the member's live connections there; whoever may come back does so by a new ticket. */
function closeRooms(cx: Cx, { userId }: Row): void {
  if (!userId) return;
  const organizationId = organizationOf(cx);
  cx.afterCommit.push(() => endConnections(userId, { organizationId }, databaseTime()));
}
