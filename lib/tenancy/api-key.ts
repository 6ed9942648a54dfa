import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { asSystem, prepared, readSystem } from "@/db/client";
import type { Actor } from "./actor";
import { can, type Permission } from "./can";
import { tokenHash } from "./session";

const MARK = "eios_";

/** Makes a key of 192 bits, how it begins, and what the database keeps of it. */
export function newKey(): { key: string; prefix: string; hash: string } {
  const key = `${MARK}${randomBytes(24).toString("base64url")}`;
  return { key, prefix: key.slice(0, MARK.length + 4), hash: tokenHash(key) };
}

/** Whether a bearer token is an API key rather than a session. */
export const isKey = (token: string): boolean => token.startsWith(MARK);

/**
 * The key that a bearer token is, or null when it is unknown, expired or revoked. Its use is noted once a minute at
 * most.
 */
export async function actorOfKey(token: string): Promise<Extract<Actor, { kind: "apiKey" }> | null> {
  const reason = "a key must be found before its organization is known";
  const [row] = await readSystem(reason, (tx) =>
    tx.execute<{
      id: string;
      name: string;
      organizationId: string;
      scopes: Permission[];
      expiresAt: Date | null;
      resting: boolean;
    }>(sql`${prepared}
      select k.id, k.name, k.organization_id as "organizationId", k.scopes, k.expires_at as "expiresAt",
             coalesce(k.last_used_at < now() - interval '1 minute', true) as resting
        from api_keys k join organizations o on o.id = k.organization_id and o.deleted_at is null
       where k.token_hash = ${tokenHash(token)} and (k.expires_at is null or k.expires_at > now())`),
  );
  if (!row) return null;
  const { resting, scopes, expiresAt, ...key } = row;
  if (resting) {
    await asSystem(reason, (tx) =>
      tx.execute(sql`update api_keys set last_used_at = now() where id = ${row.id}`),
    );
  }
  // A permission that admins lost since is lost to keys too.
  const held = scopes.filter((scope) => can("admin", scope));
  return {
    kind: "apiKey",
    ...key,
    permissions: new Set(held),
    expiresAt: expiresAt && new Date(expiresAt),
  };
}
