import { sql } from "drizzle-orm";
import { readSystem } from "@/db/client";
import { ChainWalk, type Finding, genesis, type Sealed } from "./policy";

const BATCH = 2_000;

/** Everything a row says, as text that is the same whenever and wherever it is written: jsonb has one spelling. */
export const content = sql`jsonb_build_array(id, organization_id, (extract(epoch from at) * 1000)::bigint, actor_kind,
  actor_id, actor_name, action, target_kind, target_id, project_id, before, after, request_id, ip)::text`;

/** What verifying an organization's chain found. */
export type Verdict = {
  organizationId: string;
  name: string;
  sealed: number;
  /** The end of the chain: kept elsewhere, it also shows a chain that was made anew as a whole. */
  head: string;
  unsealed: number;
  /** The oldest that waits for its seal; null where nothing waits. */
  waitingSince: Date | null;
  findings: Finding[];
};

/** Verifies the chain of every organization, or of one: each row's seal, each link, and that none is gone. */
export async function verifyAudit(organizationId: string | null = null): Promise<Verdict[]> {
  const organizations = await readSystem("verifying goes through all organizations", (tx) =>
    tx.execute<{ id: string; name: string }>(sql`
      select id, name from organizations where ${organizationId}::uuid is null or id = ${organizationId}::uuid order by id`),
  );
  const verdicts: Verdict[] = [];
  for (const { id, name } of organizations) verdicts.push(await verifyChain(id, name));
  return verdicts;
}

async function verifyChain(organizationId: string, name: string): Promise<Verdict> {
  let [last, sealed] = [0, 0];
  // The head is read first: rows that are sealed meanwhile are then no surprise at the end.
  const [head, waiting] = await readSystem("verifying reads the chain's end", async (tx) => {
    const [end] = await tx.execute<{ position: number; hash: string }>(sql`
      select "position", hash from audit_heads where organization_id = ${organizationId}`);
    const [open] = await tx.execute<{ n: number; since: string | null }>(sql`
      select count(*)::int as n, min(at) as since from audit_log
       where organization_id = ${organizationId} and "position" is null`);
    return [end ?? null, open!] as const;
  });
  const walk = new ChainWalk(head);
  for (;;) {
    const rows = await readSystem("verifying reads the chain", (tx) =>
      tx.execute<Sealed>(sql`
        select id, at, action, "position", hash, previous_hash as "previousHash", ${content} as content
          from audit_log where organization_id = ${organizationId} and "position" > ${last}
         order by "position" limit ${BATCH}`),
    );
    for (const row of rows) walk.step({ ...row, at: new Date(row.at).toISOString() });
    sealed += rows.length;
    if (rows.length < BATCH) break;
    last = rows.at(-1)!.position;
  }
  return {
    organizationId,
    name,
    sealed,
    head: head?.hash ?? genesis,
    unsealed: waiting.n,
    waitingSince: waiting.since ? new Date(waiting.since) : null,
    findings: walk.end(),
  };
}
