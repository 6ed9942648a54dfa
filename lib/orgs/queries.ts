import { and, eq, getTableColumns, ilike, or, sql } from "drizzle-orm";
import { organizationInvitations, organizationMembers, organizations } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import type {
  getOrganization as getContract,
  listOrganizations as listContract,
  listMembers as membersContract,
} from "./contract";

/** A page of the organizations that the caller sees, by name. */
export async function listOrganizations(
  cx: Cx,
  { query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const matches = query.q ? ilike(organizations.name, likeText(query.q)) : undefined;
  return listTable(cx.tx, { table: organizations, query, by: ["name", "createdAt"], matches });
}

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
  const like = query.q && likeText(query.q);
  const matches = and(
    eq(organizationMembers.organizationId, params.id),
    query.status ? eq(organizationMembers.status, query.status) : undefined,
    query.role ? eq(organizationMembers.role, query.role) : undefined,
    like ? or(ilike(organizationMembers.name, like), ilike(organizationMembers.email, like)) : undefined,
  );
  const rows = await cx.tx
    .select({
      ...getTableColumns(organizationMembers),
      invitationExpiresAt: organizationInvitations.expiresAt,
      position: order.position,
    })
    .from(organizationMembers)
    .leftJoin(
      organizationInvitations,
      and(
        eq(organizationInvitations.memberId, organizationMembers.id),
        eq(organizationMembers.status, "invited"),
      ),
    )
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const total = await cx.tx.$count(organizationMembers, matches);
  return { ...pageOf(rows, query.limit, sort), total };
}
