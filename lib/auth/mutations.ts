import { eq, sql } from "drizzle-orm";
import { databaseTime, lend, type Tx } from "@/db/client";
import { organizationMembers, sessions, users } from "@/db/schema";
import { endConnections } from "@/lib/clients/realtime";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { auditPlatform } from "@/lib/http/record";
import { joinOrganizations } from "@/lib/orgs/invitation/mutations";
import { openSession, sessionCookieHeader } from "@/lib/tenancy/session";
import { requestCode, takeCode } from "./code/mutations";
import type {
  login as loginContract,
  logout as logoutContract,
  register as registerContract,
  updateProfile as updateContract,
  verify as verifyContract,
} from "./contract";
import { personOf } from "./queries";

/** Sends a sign-in mail; the account is made by the first verification. */
export const register = (cx: Cx, { body }: Input<typeof registerContract>) => requestCode(cx, body);

/** Sends a sign-in mail, to whoever it is. */
export const login = (cx: Cx, { body }: Input<typeof loginContract>) => requestCode(cx, body);

/**
 * Signs in with a code or a link's token: uses it up, makes the account where there is none, turns invitations to
 * the proven address into memberships, and begins a session.
 */
export async function verify(
  cx: Cx,
  { body }: Input<typeof verifyContract>,
): Promise<Returned<typeof verifyContract>> {
  const { email, code, token } = body;
  return lend(cx.tx, "system", async (tx) => {
    const proven = await takeCode(
      tx,
      cx.now,
      token === undefined ? { email: email!, code: code! } : { token },
    );
    const user = await provenUser(tx, proven, cx.now);
    const { token: secret, expiresAt, id: sessionId } = await openSession(tx, user.id, cx);
    const { id, name, email: address } = user;
    await joinOrganizations({
      ...cx,
      actor: { kind: "user", id, name, email: address, sessionId, staff: user.platformRole === "staff" },
    });
    cx.reply.append("set-cookie", sessionCookieHeader(secret));
    return { token: secret, expiresAt, user: personOf(user), returnTo: proven.returnTo };
  });
}

/** The account of a proven address, made where there is none. A name that is there already is not overwritten. */
export async function provenUser(tx: Tx, { email, name }: { email: string; name: string }, now: Date) {
  const [made] = await tx
    .insert(users)
    .values({ email, name, emailVerified: now })
    .onConflictDoNothing()
    .returning();
  if (made) return made;
  const [known] = await tx
    .update(users)
    .set({
      emailVerified: sql`coalesce(${users.emailVerified}, ${now.toISOString()}::timestamptz)`,
      name: sql`case when ${users.name} = '' then ${name} else ${users.name} end`,
    })
    .where(eq(sql`lower(${users.email})`, email))
    .returning();
  return known!;
}

/** Ends the caller's session, here and wherever its token was copied to. */
export async function logout(cx: Cx, _: Input<typeof logoutContract>): Promise<void> {
  const { id, sessionId } = signedIn(cx);
  await lend(cx.tx, "system", (tx) => tx.delete(sessions).where(eq(sessions.id, sessionId)));
  cx.afterCommit.push(() => endConnections(id, { sessionIds: [sessionId] }, databaseTime()));
  cx.reply.append("set-cookie", sessionCookieHeader(null));
}

/** Changes the caller's own profile; their teams see the new name at once. */
export async function updateProfile(cx: Cx, { body }: Input<typeof updateContract>) {
  const { id } = signedIn(cx);
  const { avatarUrl, ...fields } = body;
  const [before, after] = await lend(cx.tx, "system", async (tx) => {
    const [present] = await tx.select().from(users).where(eq(users.id, id)).for("update");
    const [user] = await tx
      .update(users)
      .set({ ...fields, ...(avatarUrl !== undefined && { image: avatarUrl }), updatedAt: cx.now })
      .where(eq(users.id, id))
      .returning();
    if (fields.name !== undefined) {
      await tx
        .update(organizationMembers)
        .set({ name: fields.name, updatedAt: cx.now })
        .where(eq(organizationMembers.userId, id));
    }
    return [personOf(present!), personOf(user!)] as const;
  });
  await auditPlatform(cx, "profile.updated", { kind: "user", id }, { before, after });
  return after;
}

function signedIn(cx: Cx) {
  if (cx.actor.kind !== "user") throw new AppError("unauthenticated");
  return cx.actor;
}
