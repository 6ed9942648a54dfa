import { type SQL, sql } from "drizzle-orm";
import { prepared, readSystem } from "@/db/client";
import type { Actor } from "./actor";
import { provenScope, type Scope } from "./scope";
import { tokenHash } from "./session";

/** What an invite's encrypted token is bound to (lib/clients/crypto.ts). */
export const tokenPurpose = "invite token";

export type InviteState = "active" | "revoked" | "expired" | "used_up";

type Holder = { actor: Extract<Actor, { kind: "guest" }>; scope: Scope; state: InviteState };

/**
 * The holder of an invite's token, the scope it opens, and whether it still opens anything.
 *
 * @returns null when no invite has this token, or its project is gone
 */
export async function holderOfInvite(token: string): Promise<Holder | null> {
  return (await holderBy(sql`i.token_hash = ${tokenHash(token)}`)) ?? (await formerHolder(token));
}

/** The holder of a token that has been replaced: their link is known, and opens nothing. */
async function formerHolder(token: string): Promise<Holder | null> {
  const holder = await holderBy(
    sql`i.former_hashes <> '{}' and i.former_hashes @> array[${tokenHash(token)}]`,
  );
  return holder && { ...holder, state: "revoked" };
}

async function holderBy(which: SQL): Promise<Holder | null> {
  const [row] = await readSystem("the invite must be found before its organization is known", (tx) =>
    tx.execute<{
      organizationId: string;
      inviteId: string;
      groupId: string;
      guestId: string | null;
      state: InviteState;
    }>(sql`${prepared}
      select i.organization_id as "organizationId", i.id as "inviteId", i.group_id as "groupId", i.guest_id as "guestId",
             case when i.status = 'revoked' then 'revoked'
                  when i.expires_at <= now() then 'expired'
                  when i.max_uses <= i.use_count then 'used_up'
                  else 'active' end as state
        from invites i
        join projects p on p.id = i.project_id and p.deleted_at is null
        join guest_groups g on g.id = i.group_id and g.deleted_at is null
        join organizations o on o.id = i.organization_id and o.deleted_at is null
       where ${which}`),
  );
  if (!row) return null;
  const { organizationId, state, ...holder } = row;
  return { actor: { kind: "guest", ...holder }, scope: provenScope(organizationId), state };
}
