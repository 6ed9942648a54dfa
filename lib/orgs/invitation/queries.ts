import { and, eq, isNull, sql } from "drizzle-orm";
import { lend, type Tx } from "@/db/client";
import { organizationInvitations, organizationMembers, organizations, users } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { tokenHash } from "@/lib/tenancy/session";
import { stateOf } from "../policy";
import type { readInvitation as readContract } from "./contract";

export type Letter = {
  id: string;
  email: string;
  role: (typeof organizationMembers.$inferSelect)["role"];
  tokenHash: string;
  sends: number;
  expiresAt: Date | null;
  organization: string;
  inviter: string;
};

/** What the mail of an invitation says; null when it was accepted or withdrawn meanwhile. */
export async function letterOf(
  cx: Cx,
  { memberId, inviterId }: { memberId: string; inviterId: string | null },
): Promise<Letter | null> {
  const [row] = await cx.tx
    .select({
      id: organizationInvitations.id,
      email: organizationMembers.email,
      role: organizationMembers.role,
      tokenHash: organizationInvitations.tokenHash,
      sends: organizationInvitations.sends,
      expiresAt: organizationMembers.expiresAt,
      organization: organizations.name,
    })
    .from(organizationMembers)
    .innerJoin(organizationInvitations, eq(organizationInvitations.memberId, organizationMembers.id))
    .innerJoin(organizations, eq(organizations.id, organizationMembers.organizationId))
    .where(
      and(
        eq(organizationMembers.id, memberId),
        eq(organizationMembers.status, "invited"),
        isNull(organizationInvitations.withdrawnAt),
      ),
    );
  if (!row) return null;
  const inviter = await lend(cx.tx, "system", (tx) => nameOf(tx, inviterId));
  return { ...row, inviter: inviter ?? row.organization };
}

/** An invitation by its token, of whichever organization. */
export async function invitationByToken(tx: Tx, token: string, lock = false) {
  const query = tx
    .select({ row: organizationInvitations, organization: organizations.name })
    .from(organizationInvitations)
    .innerJoin(
      organizations,
      and(eq(organizations.id, organizationInvitations.organizationId), isNull(organizations.deletedAt)),
    )
    .where(eq(organizationInvitations.tokenHash, tokenHash(token)));
  const [found] = await (lock ? query.for("update", { of: organizationInvitations }) : query);
  if (!found) {
    throw new AppError("not_found", {
      detail: "This invitation is not known. Check that the link is complete, or ask for a new one.",
    });
  }
  return found;
}

/** What an invitation says to whoever holds its link. */
export async function readInvitation(
  cx: Cx,
  { params }: Input<typeof readContract>,
): Promise<Returned<typeof readContract>> {
  return lend(cx.tx, "system", async (tx) => {
    const { row, organization } = await invitationByToken(tx, params.token);
    const [invited] = row.memberId
      ? await tx
          .select({ role: organizationMembers.role })
          .from(organizationMembers)
          .where(eq(organizationMembers.id, row.memberId))
      : [];
    return {
      organization,
      inviter: await nameOf(tx, row.invitedBy),
      // A withdrawn invitation's member is gone; what it gave no longer matters.
      role: row.role ?? invited?.role ?? "viewer",
      email: row.email,
      expiresAt: row.expiresAt,
      state: stateOf(row, cx.now),
    };
  });
}

async function nameOf(tx: Tx, userId: string | null): Promise<string | null> {
  if (!userId) return null;
  const [person] = await tx
    .select({ name: sql<string>`coalesce(nullif(${users.name}, ''), ${users.email})` })
    .from(users)
    .where(eq(users.id, userId));
  return person?.name ?? null;
}
