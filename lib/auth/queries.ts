import { and, asc, eq } from "drizzle-orm";
import { lend } from "@/db/client";
import { organizationMembers, organizations, users } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { permissionsOf } from "@/lib/tenancy/can";
import type { getMe as meContract } from "./contract";

/** A person as the API shows them to themselves. */
export const personOf = ({ image, ...row }: typeof users.$inferSelect) => ({
  ...row,
  avatarUrl: image,
  staff: row.platformRole === "staff",
});

/** The signed-in person with the organizations they belong to, by name. */
export async function getMe(cx: Cx, _: Input<typeof meContract>): Promise<Returned<typeof meContract>> {
  const { actor } = cx;
  if (actor.kind !== "user") throw new AppError("unauthenticated");
  const memberships = await cx.tx
    .select({
      organizationId: organizations.id,
      name: organizations.name,
      slug: organizations.slug,
      role: organizationMembers.role,
      expiresAt: organizationMembers.expiresAt,
      projectIds: organizationMembers.projectIds,
      eventIds: organizationMembers.eventIds,
    })
    .from(organizationMembers)
    .innerJoin(organizations, eq(organizations.id, organizationMembers.organizationId))
    .where(and(eq(organizationMembers.userId, actor.id), eq(organizationMembers.status, "active")))
    .orderBy(asc(organizations.name), asc(organizations.id));
  const [user] = await lend(cx.tx, "system", (tx) => tx.select().from(users).where(eq(users.id, actor.id)));
  if (!user) throw new AppError("unauthenticated");
  return {
    ...personOf(user),
    memberships: memberships.map((one) => ({ ...one, permissions: [...permissionsOf(one.role)] })),
  };
}
