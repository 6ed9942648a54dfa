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
import { type Bench, inTurns, median, milliseconds } from "./bench";

const READS = 400;

/** A page of 50 guests with row-level security and its transaction, beside the bare query of the owner. */
export const bench: Bench = {
  key: "tenant",
  work: "a 50-row page of guests as the tenant role, in its transaction",
  beside: "the same query without row-level security",
  goal: "≤ 1.3",
  reached: ({ ratios }) => median(ratios) <= 1.3,
  async run(size) {
    const folder = mkdtempSync(join(tmpdir(), "eios-bench-"));
    const server = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
    try {
      await migrate(server.ownerUrl, { appPassword: "bench" });
      const owner = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
      const { organizationId, projectId } = await fill(owner, size === "full" ? 1_000_000 : 50_000);
      const page = sql`
        select id, first_name, last_name, rsvp_status from guests
         where project_id = ${projectId} and deleted_at is null order by created_at, id limit 50`;
      const repeat = (work: () => Promise<unknown>) => () =>
        milliseconds(async () => {
          for (let i = 0; i < READS; i++) await work();
        }).then((total) => total / READS);
      Object.assign(process.env, bareEnvironment(server.appUrl("bench"), server.ownerUrl));
      const bare = drizzle(owner);
      const query = (tx: Tx) => tx.execute(page);
      const scope = provenScope(organizationId);
      const ours = repeat(() => readTenant(scope, query));
      const theirs = repeat(() => bare.execute(page));
      await ours();
      await theirs();
      const figures = await inTurns(3, ours, theirs);
      await owner.end();
      await closeDatabase();
      return { ...figures, unit: "ms" };
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Ten organizations, the first of which has the guests that are read. */
async function fill(owner: postgres.Sql, guests: number) {
  await owner.unsafe("set role eios_system");
  const organizationId = uuidv7();
  const projectId = uuidv7();
  const groupId = uuidv7();
  await owner`insert into organizations (id, name, slug) values (${organizationId}, 'Bench', 'bench')`;
  await owner`insert into projects (id, organization_id, name) values (${projectId}, ${organizationId}, 'Bench')`;
  await owner`insert into guest_groups (id, organization_id, project_id) values (${groupId}, ${organizationId}, ${projectId})`;
  await owner`
    insert into guests (id, organization_id, project_id, group_id, first_name, created_at)
    select gen_random_uuid(), ${organizationId}, ${projectId}, ${groupId}, 'Guest ' || n, now() + n * interval '1 ms'
      from generate_series(1, ${guests}::int) n`;
  await owner.unsafe("reset role");
  await owner.unsafe("alter role eios_owner bypassrls").catch(() => undefined);
  await owner`analyze guests`;
  return { organizationId, projectId };
}
