import { and, eq, getTableColumns, ilike, or, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { organizationMembers, organizations, users } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { notFound } from "@/lib/http/problem";
import type { getOrganization as getContract, listMembers as membersContract } from "./contract";

/** One organization. */
export async function getOrganization(cx: Cx, { params }: Input<typeof getContract>) {
  const [row] = await cx.tx.select().from(organizations).where(eq(organizations.id, params.id));
  if (!row) throw notFound();
  return row;
}

/** A page of the organization's members and invitations, the longest there first. */
export async function listMembers(
  cx: Cx,
  { params, query }: Input<typeof membersContract>,
): Promise<Returned<typeof membersContract>> {
  const sort = query.sort ?? "createdAt";
  const order = keyset(
    sort,
    query.cursor,
    {
      createdAt: [{ expression: sql`${organizationMembers.createdAt}`, cast: "timestamptz" }],
      name: [{ expression: sql`lower(${organizationMembers.name})`, cast: "text" }],
      email: [{ expression: sql`lower(${organizationMembers.email})`, cast: "text" }],
    },
    sql`${organizationMembers.id}`,
  );
  const like = query.q && `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;
  const matches = and(
    eq(organizationMembers.organizationId, params.id),
    query.status ? eq(organizationMembers.status, query.status) : undefined,
    query.role ? eq(organizationMembers.role, query.role) : undefined,
    like ? or(ilike(organizationMembers.name, like), ilike(organizationMembers.email, like)) : undefined,
  );
  const rows = await cx.tx
    .select({ ...getTableColumns(organizationMembers), position: order.position })
    .from(organizationMembers)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const total = await cx.tx.$count(organizationMembers, matches);
  return { ...pageOf(rows, query.limit, sort), total };
}

export type Invitation = {
  id: string;
  email: string;
  role: (typeof organizationMembers.$inferSelect)["role"];
  tokenHash: string;
  expiresAt: Date | null;
  organization: string;
  inviter: string;
};

/** What the mail of an invitation says; null when it was accepted or withdrawn meanwhile. */
export async function invitationOf(
  cx: Cx,
  { memberId, inviterId }: { memberId: string; inviterId: string },
): Promise<Invitation | null> {
  const [row] = await cx.tx
    .select({
      id: organizationMembers.id,
      email: organizationMembers.email,
      role: organizationMembers.role,
      tokenHash: organizationMembers.tokenHash,
      expiresAt: organizationMembers.expiresAt,
      organization: organizations.name,
    })
    .from(organizationMembers)
    .innerJoin(organizations, eq(organizations.id, organizationMembers.organizationId))
    .where(and(eq(organizationMembers.id, memberId), eq(organizationMembers.status, "invited")));
  if (!row?.tokenHash) return null;
  const [inviter] = await lend(cx.tx, "system", (tx) =>
    tx.select({ name: users.name, email: users.email }).from(users).where(eq(users.id, inviterId)),
  );
  return { ...row, tokenHash: row.tokenHash, inviter: inviter?.name || inviter?.email || row.organization };
}
