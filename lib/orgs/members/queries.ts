import { and, count, eq, inArray, ne } from "drizzle-orm";
import { events, organizationMembers, organizations, projects } from "@/db/schema";
import type { Role } from "@/db/schema/organizations";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { AppError, notFound } from "@/lib/http/problem";
import { canBeNarrowed } from "../policy";

type Narrowing = {
  role: Role;
  projectIds?: string[] | null;
  eventIds?: string[] | null;
  expiresAt?: Date | null;
};

const wrong = (path: string, message: string) =>
  new AppError("invalid", { detail: `${path}: ${message}`, errors: [{ path, message }] });

/** Checks that a role can be narrowed like this, to projects and events of the organization, and ends ahead of now. */
export async function checkNarrowing(cx: Cx, given: Narrowing): Promise<void> {
  if (given.expiresAt && given.expiresAt <= cx.now) throw wrong("expiresAt", "is over already");
  if (given.expiresAt && given.role === "owner") {
    throw new AppError("unprocessable", {
      detail: "An owner stays. Give another role to somebody who leaves again.",
    });
  }
  for (const [path, kind, ids, table] of [
    ["projectIds", "projects", given.projectIds, projects],
    ["eventIds", "events", given.eventIds, events],
  ] as const) {
    if (!ids) continue;
    if (!canBeNarrowed(given.role, kind)) {
      throw new AppError("unprocessable", {
        detail:
          kind === "events"
            ? "Only door staff can be narrowed to events. Narrow editors and viewers to projects."
            : "Owners and admins see the whole organization. Narrow editors, viewers and door staff.",
      });
    }
    const [found] = await cx.tx.select({ n: count() }).from(table).where(inArray(table.id, ids));
    if (found!.n !== new Set(ids).size) throw wrong(path, "names something that is not there");
  }
}

/** Locks the organization, so that of two changes to its owners the second sees the first. */
export const lockOrganization = (cx: Cx) =>
  cx.tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, organizationOf(cx)))
    .for("update");

/** One membership or invitation of the organization, locked with it. */
export async function lockMember(cx: Cx, id: string) {
  await lockOrganization(cx);
  const [row] = await cx.tx
    .select()
    .from(organizationMembers)
    .where(eq(organizationMembers.id, id))
    .for("update");
  if (!row) throw notFound();
  return row;
}

/** Refuses to take the last owner away. The organization is locked, so two owners cannot both go. */
export async function keepAnOwner(
  cx: Cx,
  leaving: { id: string; role: Role; status: string },
): Promise<void> {
  if (leaving.role !== "owner" || leaving.status !== "active") return;
  const others = await cx.tx.$count(
    organizationMembers,
    and(
      eq(organizationMembers.organizationId, organizationOf(cx)),
      eq(organizationMembers.role, "owner"),
      eq(organizationMembers.status, "active"),
      ne(organizationMembers.id, leaving.id),
    ),
  );
  if (others > 0) return;
  throw new AppError("conflict", {
    detail: "This is the last owner. Give ownership to another member first, then try again.",
  });
}
