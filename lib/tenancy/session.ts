import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import type { Actor } from "./actor";

/** Auth.js' cookie; browsers keep the `__Secure-` one on https only. */
export const sessionCookie = (appUrl: string) =>
  appUrl.startsWith("https:") ? "__Secure-authjs.session-token" : "authjs.session-token";

/** What the database keeps of a token of 128 bits or more (a slow hash would add nothing to such entropy). */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");

/** The person a session token belongs to, or null when it is unknown, expired or revoked. */
export async function actorOfSession(token: string): Promise<Extract<Actor, { kind: "user" }> | null> {
  const [row] = await asSystem("sessions belong to people, not to organizations", (tx) =>
    tx.execute<{ id: string; sessionId: string; name: string; email: string; staff: boolean }>(sql`
      select u.id, s.id as "sessionId", u.name, u.email, coalesce(u.platform_role = 'staff', false) as staff
        from sessions s join users u on u.id = s.user_id
       where s.session_token = ${tokenHash(token)} and s.expires > now()`),
  );
  return row ? { kind: "user", ...row } : null;
}
