import { eq, sql } from "drizzle-orm";
import { databaseTime } from "@/db/client";
import { apiKeys } from "@/db/schema";
import { endConnections } from "@/lib/clients/realtime";
import { type Cx, checkVersion } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit } from "@/lib/http/record";
import { actorName } from "@/lib/tenancy/actor";
import { newKey } from "@/lib/tenancy/api-key";
import type { Permission } from "@/lib/tenancy/can";
import type {
  createApiKey as createContract,
  revokeApiKey as revokeContract,
  updateApiKey as updateContract,
} from "./contract";
import { shownKey } from "./queries";

/** Makes a key and shows it, this once. */
export async function createApiKey(cx: Cx, { params, body }: Input<typeof createContract>) {
  check(cx, body);
  const { key, prefix, hash } = newKey();
  const [row] = await cx.tx
    .insert(apiKeys)
    .values({
      ...body,
      organizationId: params.id,
      prefix,
      tokenHash: hash,
      createdBy: cx.actor.kind === "user" ? cx.actor.id : null,
      createdByName: actorName(cx.actor) ?? "",
    })
    .returning();
  const { tokenHash: _, ...after } = row!;
  await audit(cx, "api_key.created", { kind: "api_key", id: after.id }, { after });
  return { ...shownKey(after), key };
}

/** Changes a key's name, scopes or end; the secret stays. */
export async function updateApiKey(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const [found] = await cx.tx.select().from(apiKeys).where(eq(apiKeys.id, params.id)).for("update");
  if (!found) throw notFound();
  checkVersion(cx, found.version);
  check(cx, body);
  const [row] = await cx.tx
    .update(apiKeys)
    .set({ ...body, version: sql`${apiKeys.version} + 1`, updatedAt: cx.now })
    .where(eq(apiKeys.id, params.id))
    .returning();
  const { tokenHash: _, ...after } = row!;
  const { tokenHash: __, ...before } = found;
  await audit(cx, "api_key.updated", { kind: "api_key", id: params.id }, { before, after });
  return shownKey(after);
}

/** Revokes a key: it opens nothing any more, and its live connections end. */
export async function revokeApiKey(cx: Cx, { params }: Input<typeof revokeContract>): Promise<void> {
  const [row] = await cx.tx.delete(apiKeys).where(eq(apiKeys.id, params.id)).returning();
  if (!row) throw notFound();
  const { tokenHash: _, ...before } = row;
  await audit(cx, "api_key.revoked", { kind: "api_key", id: params.id }, { before });
  cx.afterCommit.push(() => endConnections(params.id, { sessionIds: [params.id] }, databaseTime()));
}

/** A key may do at most what its maker may, and ends ahead of now. */
function check(cx: Cx, body: { scopes?: Permission[]; expiresAt?: Date | null }): void {
  const beyond = body.scopes?.filter((scope) => !cx.scope.permissions?.has(scope)) ?? [];
  if (beyond.length > 0) {
    throw new AppError("forbidden", {
      detail: `You cannot give what you do not have: ${beyond.join(", ")}.`,
    });
  }
  if (body.expiresAt && body.expiresAt <= cx.now) {
    const message = "is over already";
    throw new AppError("invalid", {
      detail: `expiresAt: ${message}`,
      errors: [{ path: "expiresAt", message }],
    });
  }
}
