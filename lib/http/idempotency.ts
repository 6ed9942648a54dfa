import { sql } from "drizzle-orm";
import { lend, readTenant, type Tx } from "@/db/client";
import { decrypt, encrypt } from "@/lib/clients/crypto";
import { type Actor, actorKey } from "@/lib/tenancy/actor";
import { emptyScope } from "@/lib/tenancy/scope";
import type { Cx } from "./cx";
import type { Contract } from "./endpoint";
import type { Call } from "./pipeline";
import { AppError } from "./problem";

const kept = "idempotency answer";

/** Whether an answer to this call is kept and repeated. */
export const hasKey = (contract: Contract, call: Call): boolean =>
  Boolean(call.idempotencyKey) && contract.method === "POST" && contract.replay !== false;

const hashOf = (contract: Contract, call: Call): string =>
  `${contract.key} ${JSON.stringify(call.params)} ${call.bodyHash ?? ""}`;

/** The first answer to a key that is taken; null where none is. */
async function firstAnswer(tx: Tx, actor: string, contract: Contract, call: Call) {
  const [earlier] = await tx.execute<{ request_hash: string; body: string | null }>(sql`
    select request_hash, body from idempotency_keys where actor = ${actor} and key = ${call.idempotencyKey}
       and created_at >= now() - interval '24 hours'`);
  if (!earlier) return null;
  if (earlier.request_hash !== hashOf(contract, call)) {
    throw new AppError("idempotency_conflict", {
      detail: "This Idempotency-Key was used for another request within the last 24 hours.",
    });
  }
  return { output: earlier.body === null ? undefined : JSON.parse(decrypt(earlier.body, kept)) };
}

/** The first answer to a request by which its caller gave up the right to make it, so that no repeat can be admitted. */
export async function answeredBefore(contract: Contract, actor: Actor, call: Call, refusal: unknown) {
  if (!contract.givesUp || !hasKey(contract, call)) throw refusal;
  const earlier = await readTenant(emptyScope, (tx) =>
    lend(tx, "system", (system) => firstAnswer(system, actorKey(actor), contract, call)),
  );
  if (!earlier) throw refusal;
  return earlier;
}

/** Takes the key for this request, or returns the first answer to it. A request under way is waited for. */
export async function claimKey(contract: Contract, cx: Cx, call: Call): Promise<{ output: unknown } | null> {
  if (!hasKey(contract, call)) return null;
  const actor = actorKey(cx.actor);
  const hash = hashOf(contract, call);
  return lend(cx.tx, "system", async (tx) => {
    // The unique index makes a second request wait here until the first has ended.
    const claimed = await tx.execute(sql`
      insert into idempotency_keys (actor, key, request_hash) values (${actor}, ${call.idempotencyKey}, ${hash})
      on conflict (actor, key) do update set request_hash = excluded.request_hash, body = null, created_at = now()
        where idempotency_keys.created_at < now() - interval '24 hours'
      returning key`);
    if (claimed.length > 0) return null;
    return firstAnswer(tx, actor, contract, call);
  });
}

/** Keeps the answer for repeats, in the transaction that made it. */
export async function keepAnswer(contract: Contract, cx: Cx, call: Call, output: unknown): Promise<void> {
  if (!hasKey(contract, call)) return;
  const actor = actorKey(cx.actor);
  // An answer may hold a personal link, which the database keeps nowhere as it is.
  const body = output === undefined ? null : encrypt(JSON.stringify(output), kept);
  await lend(cx.tx, "system", (tx) =>
    tx.execute(
      sql`update idempotency_keys set body = ${body} where actor = ${actor} and key = ${call.idempotencyKey}`,
    ),
  );
}

/** Claims what a job must not do twice within a day, however often it is run; false where it was claimed before. */
export const claimOnce = async (cx: Cx, key: string): Promise<boolean> => {
  const claimed = await lend(cx.tx, "system", (tx) =>
    tx.execute(sql`
      insert into idempotency_keys (actor, key, request_hash) values (${actorKey(cx.actor)}, ${key}, '')
      on conflict do nothing returning key`),
  );
  return claimed.length > 0;
};

/** Gives a key back, so that what was refused may be tried again under it. */
export const releaseKey = (cx: Cx, call: Pick<Call, "idempotencyKey">) =>
  lend(cx.tx, "system", (tx) =>
    tx.execute(
      sql`delete from idempotency_keys where actor = ${actorKey(cx.actor)} and key = ${call.idempotencyKey}`,
    ),
  );
