import { sql } from "drizzle-orm";
import { asSystem, type Tx } from "@/db/client";
import { genesis, sealOf } from "./policy";
import { content } from "./queries";

const BATCH = 1_000;

/**
 * Chains what was written since the last time, organization by organization. A row takes its place when it is seen,
 * after its transaction: what is committed late comes later in the chain and can never be passed over.
 *
 * @returns how many rows were sealed
 */
export async function sealAudit(): Promise<number> {
  let total = 0;
  for (;;) {
    const sealed = await asSystem("the sealer goes through all organizations", async (tx) => {
      const [next] = await tx.execute<{ id: string }>(sql`
        select organization_id as id from audit_log where "position" is null order by organization_id, id limit 1`);
      return next ? sealNext(tx, next.id) : 0;
    });
    if (sealed === 0) return total;
    total += sealed;
  }
}

async function sealNext(tx: Tx, organizationId: string): Promise<number> {
  // Two sealers: the second waits here, and then finds what the first has left.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`audit chain of ${organizationId}`}, 0))`,
  );
  const [head] = await tx.execute<{ position: number; hash: string }>(sql`
    select "position", hash from audit_heads where organization_id = ${organizationId}`);
  const rows = await tx.execute<{ id: string; content: string }>(sql`
    select id, ${content} as content from audit_log
     where organization_id = ${organizationId} and "position" is null order by id limit ${BATCH}`);
  let position = head?.position ?? 0;
  let hash = head?.hash ?? genesis;
  const seals = rows.map((row) => {
    const previous = hash;
    hash = sealOf(++position, previous, row.content);
    return { id: row.id, position, hash, previous };
  });
  // Another sealer was here meanwhile: there may be more elsewhere, so this counts as something done.
  if (seals.length === 0) return 1;
  await tx.execute(sql`
    update audit_log a set "position" = s.position, hash = s.hash, previous_hash = s.previous
      from jsonb_to_recordset(${JSON.stringify(seals)}::jsonb)
           as s (id uuid, "position" int, hash text, previous text)
     where a.id = s.id`);
  await tx.execute(sql`
    insert into audit_heads (organization_id, "position", hash) values (${organizationId}, ${position}, ${hash})
    on conflict (organization_id) do update
       set "position" = excluded.position, hash = excluded.hash, sealed_at = now()`);
  return seals.length;
}
