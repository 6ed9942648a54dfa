import { createHash, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { asSystem, prepared, readSystem, type Tx } from "@/db/client";
import { sessions } from "@/db/schema";
import { env } from "@/lib/clients/env";
import type { Actor } from "./actor";
import { type NamedRow, type Scope, scopeOfMember } from "./scope";

/** Days that an unused session lasts. */
export const sessionDays = 30;

/** Auth.js' cookie; browsers keep the `__Secure-` one on https only. */
export const sessionCookie = (appUrl: string) =>
  appUrl.startsWith("https:") ? "__Secure-authjs.session-token" : "authjs.session-token";

/** What the database keeps of a token of 128 bits or more (a slow hash would add nothing to such entropy). */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");

type Person = Extract<Actor, { kind: "user" }>;

/**
 * The person a session token belongs to, or null when it is unknown, expired or revoked; with them their scope for
 * the row they name (as scopeOfRow), so that both come of one transaction. A session that is used moves its end on,
 * once an hour at most.
 */
export async function actorOfSession(
  token: string,
  named: NamedRow | undefined,
): Promise<{ actor: Person; scope: Scope | null | undefined } | null> {
  const reason = "sessions belong to people, not to organizations";
  const holds = sql`s.session_token = ${tokenHash(token)} and s.expires > now()`;
  const [[row], scope] = await readSystem(reason, (tx) =>
    Promise.all([
      tx.execute<Omit<Person, "kind"> & { resting: boolean }>(sql`${prepared}
        select u.id, s.id as "sessionId", u.name, u.email, coalesce(u.platform_role = 'staff', false) as staff,
               s.last_seen_at < now() - interval '1 hour' as resting
          from sessions s join users u on u.id = s.user_id where ${holds}`),
      named && scopeOfMember(tx, sql`(select s.user_id from sessions s where ${holds})`, named),
    ]),
  );
  if (!row) return null;
  const { resting, ...person } = row;
  if (resting) {
    await asSystem(reason, (tx) =>
      tx.execute(sql`
        update sessions set last_seen_at = now(), expires = now() + make_interval(days => ${sessionDays})
         where id = ${row.sessionId} and expires > now()`),
    );
  }
  return { actor: { kind: "user", ...person }, scope };
}

/**
 * Begins a session of a person who has just proved to be themselves.
 *
 * @returns the token, which is kept nowhere, and when the session ends unless it is used
 */
export async function openSession(
  tx: Tx,
  userId: string,
  from: { now: Date; userAgent: string | null; address: string | null; place: string | null },
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const id = uuidv7();
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(from.now.getTime() + sessionDays * 86_400_000);
  await tx.insert(sessions).values({
    id,
    userId,
    sessionToken: tokenHash(token),
    expires: expiresAt,
    userAgent: from.userAgent,
    ip: from.address,
    place: from.place,
    lastSeenAt: from.now,
  });
  return { id, token, expiresAt };
}

/**
 * How long a browser keeps the cookie: it outlives the session (400 days are the most a browser keeps one), for the
 * row decides, and moves on without a new cookie.
 */
export const cookieSeconds = 400 * 86_400;

/** The Set-Cookie header that gives a browser its session; null takes it away. */
export function sessionCookieHeader(token: string | null): string {
  const appUrl = env().APP_URL;
  const age = token === null ? 0 : cookieSeconds;
  const secure = appUrl.startsWith("https:") ? "; Secure" : "";
  return `${sessionCookie(appUrl)}=${token ?? ""}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}
