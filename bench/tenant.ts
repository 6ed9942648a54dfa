import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { closeDatabase, readTenant, type Tx } from "../db/client";
import { provenScope } from "../lib/tenancy/scope";
import { migrate } from "../scripts/migrate";
import { startPostgres } from "../scripts/stack/postgres";
import { bareEnvironment } from "../tests/setup/environment";
import { call, createTenant } from "../tests/setup/tenant";
import { type Bench, inTurns, median, milliseconds } from "./bench";

const READS = 400;

/**
 * A page of 50 guests with row-level security and its transaction, beside the bare query of the owner; and the whole
 * request for such a page, from its `Request` to its `Response`, beside itself with policies that hide nothing but what
 * is deleted: without that its queries would be others.
 */
export const bench: Bench = {
  key: "tenant",
  work: "a 50-row page of guests as the tenant role, in its transaction",
  beside: "the same query without row-level security",
  goal: "query ≤ 1.3, request ≤ 1.1",
  reached: ({ ratios, also }) => median(ratios) <= 1.3 && median(also?.request ?? []) <= 1.1,
  async run(size) {
    const folder = mkdtempSync(join(tmpdir(), "eios-bench-"));
    const server = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
    try {
      await migrate(server.ownerUrl, { appPassword: "bench" });
      const owner = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
      Object.assign(process.env, bareEnvironment(server.appUrl("bench"), server.ownerUrl));
      const tenant = await createTenant();
      const { organizationId, projectId } = tenant;
      await fill(owner, tenant, size === "full" ? 1_000_000 : 50_000);
      const page = sql`
        select id, first_name, last_name, rsvp_status from guests
         where project_id = ${projectId} and deleted_at is null order by created_at, id limit 50`;
      const repeat = (work: () => Promise<unknown>) => () =>
        milliseconds(async () => {
          for (let i = 0; i < READS; i++) await work();
        }).then((total) => total / READS);
      const bare = drizzle(owner);
      const query = (tx: Tx) => tx.execute(page);
      const scope = provenScope(organizationId);
      const ours = repeat(() => readTenant(scope, query));
      const theirs = repeat(() => bare.execute(page));
      await ours();
      await theirs();
      const figures = await inTurns(3, ours, theirs);
      const { GET } = await import("../app/api/projects/[id]/guests/route");
      const request = repeat(async () => {
        const answer = await call(GET, { token: tenant.token, params: { id: projectId } });
        if (answer.json?.data?.length !== 50) throw new Error(`The list answered ${answer.text}`);
      });
      await request();
      const policies = await policiesOf(owner);
      const whole = await inTurns(
        3,
        () => owner.unsafe(policies.real).then(request),
        () => owner.unsafe(policies.open).then(request),
      );
      await owner.end();
      await closeDatabase();
      const note = `a request ${median(whole.ours).toFixed(2)} ms, with open policies ${median(whole.theirs).toFixed(2)} ms`;
      return { ...figures, also: { request: whole.ratios }, unit: "ms", note };
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Guests of one project, and the statistics that the planner goes by. */
async function fill(
  owner: postgres.Sql,
  { organizationId, projectId }: { organizationId: string; projectId: string },
  guests: number,
): Promise<void> {
  await owner.unsafe("set role eios_system");
  const groupId = uuidv7();
  await owner`insert into guest_groups (id, organization_id, project_id) values (${groupId}, ${organizationId}, ${projectId})`;
  await owner`
    insert into guests (id, organization_id, project_id, group_id, first_name, created_at)
    select gen_random_uuid(), ${organizationId}, ${projectId}, ${groupId}, 'Guest ' || n, now() + n * interval '1 ms'
      from generate_series(1, ${guests}::int) n`;
  await owner.unsafe("reset role");
  await owner.unsafe("alter role eios_owner bypassrls").catch(() => undefined);
  await owner`analyze guests`;
}

/** Statements that put every tenant's policies in force, and that open them to everybody. */
async function policiesOf(owner: postgres.Sql): Promise<{ real: string; open: string }> {
  const policies = await owner<{ name: string; condition: string }[]>`
    select format('%I.%I', schemaname, tablename) as name, qual as condition
      from pg_policies where policyname = 'tenant_rows'`;
  const alter = (condition: (own: string) => string) =>
    policies
      .map((policy) => `alter policy tenant_rows on ${policy.name} using (${condition(policy.condition)})`)
      .join("; ");
  return {
    real: alter((own) => own),
    open: alter((own) => (own.includes("deleted_at") ? "deleted_at is null" : "true")),
  };
}
