import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { migrate } from "../migrate";
import { startPostgres } from "../stack/postgres";
import { type Fault, load, percentile } from "./fault";

const MIGRATIONS = join(import.meta.dirname, "../../db/migrations");
type Journal = { entries: { tag: string }[] };

/**
 * Each migration of the repository, applied to the state before it while others read and write the tables that every
 * state has, and at last the whole of `npm run migrate` twice: once where it changes something, once where it does not.
 */
export const fault: Fault = {
  key: "migrate",
  about: "each migration applied under reads and writes",
  async run({ size: guests = 20_000, tell }) {
    const folder = mkdtempSync(join(tmpdir(), "eios-faults-"));
    const server = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
    const journal = JSON.parse(readFileSync(join(MIGRATIONS, "meta/_journal.json"), "utf8")) as Journal;
    const tags = journal.entries.map(({ tag }) => tag);
    const stalls: number[] = [];
    const counts = { "requests failed": 0, "rows lost": 0 };
    try {
      await migrate(server.ownerUrl, { migrations: upTo(folder, journal, 1) });
      const people = await fill(server.ownerUrl, guests);
      const watch = async (what: string, change: () => Promise<void>) => {
        const work = people.work();
        await new Promise((resolve) => setTimeout(resolve, 300));
        const began = performance.now();
        await change();
        const seconds = (performance.now() - began) / 1_000;
        await new Promise((resolve) => setTimeout(resolve, 300));
        await work.stop();
        const longest = Math.max(...work.took);
        stalls.push(percentile(work.took, 0.99));
        counts["requests failed"] += work.failures.length;
        if (work.failures[0]) tell(work.failures[0]);
        tell(
          `${what}: ${seconds.toFixed(1)} s, ${work.took.length} requests, p99 ${stalls.at(-1)!.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`,
        );
      };
      for (let n = 2; n <= tags.length; n++) {
        const migrations = upTo(folder, journal, n);
        await watch(tags[n - 1]!, () => migrate(server.ownerUrl, { migrations }));
      }
      await watch("row-level security, made", () => migrate(server.ownerUrl, { appPassword: "fault" }));
      await watch("npm run migrate, again", () => migrate(server.ownerUrl, { appPassword: "fault" }));
      counts["rows lost"] = await people.missing();
      await people.end();
      return {
        ...{ work: `${tags.length} migrations over ${guests} guests`, counts },
        figures: { "worst p99": { value: Math.max(...stalls), unit: "ms", atMost: 1_000 } },
      };
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A folder with the first `n` migrations, as drizzle reads them. */
function upTo(folder: string, journal: Journal, n: number): string {
  const copy = join(folder, `migrations-${n}`);
  mkdirSync(join(copy, "meta"), { recursive: true });
  const entries = journal.entries.slice(0, n);
  for (const { tag } of entries) cpSync(join(MIGRATIONS, `${tag}.sql`), join(copy, `${tag}.sql`));
  writeFileSync(join(copy, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  return copy;
}

/** A project of guests, and people who read and write them in transactions of several tables, as requests do. */
async function fill(ownerUrl: string, guests: number) {
  const sql = postgres(ownerUrl, { max: 8, onnotice: () => {}, prepare: false, fetch_types: false });
  // The owner of the cluster sees every row, whether or not there is row-level security yet.
  const [{ organization, project, household }] = (await sql`
    select gen_random_uuid() as organization, gen_random_uuid() as project, gen_random_uuid() as household`) as unknown as [
    Record<"organization" | "project" | "household", string>,
  ];
  const enter = async (tx: postgres.TransactionSql) => {
    const [role] = await tx`select from pg_policy where polname = 'system_all' limit 1`;
    if (role) await tx.unsafe("set local role eios_system");
  };
  await sql`insert into organizations (id, name, slug) values (${organization}, 'Fault', 'fault')`;
  await sql`insert into projects (id, organization_id, name) values (${project}, ${organization}, 'Fault')`;
  await sql`insert into guest_groups (id, organization_id, project_id) values (${household}, ${organization}, ${project})`;
  const add = (tx: postgres.Sql | postgres.TransactionSql, first: string, how: number) => tx`
    insert into guests (id, organization_id, project_id, group_id, first_name, last_name)
    select gen_random_uuid(), ${organization}, ${project}, ${household}, ${first} || n, 'Fault'
      from generate_series(1, ${how}::int) n returning id`;
  await add(sql, "Guest ", guests);
  await sql`analyze guests`;
  let acknowledged = 0;
  const write = async () => {
    await sql.begin(async (tx) => {
      await enter(tx);
      const [{ id }] = (await add(tx, "Written ", 1)) as unknown as [{ id: string }];
      await tx`insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
        values (gen_random_uuid(), ${organization}, ${id}, 'email', ${`${id}@example.com`}, true)`;
      await tx`update guests set notes = 'seen' where id = ${id}`;
    });
    acknowledged++;
  };
  const read = () =>
    sql.begin(async (tx) => {
      await enter(tx);
      await tx`select g.id, g.first_name, (select c.value from guest_contacts c where c.guest_id = g.id limit 1)
        from guests g where g.project_id = ${project} order by g.created_at desc, g.id desc limit 50`;
    });
  return {
    work: () => load(6, async (lane) => (lane % 2 === 0 ? await write() : await read())),
    /** Writes that were acknowledged and are not there. */
    missing: () =>
      sql.begin(async (tx) => {
        await enter(tx);
        const [row] = await tx`select count(*)::int as n from guests where first_name like 'Written %'`;
        return acknowledged - (row!.n as number);
      }),
    end: () => sql.end(),
  };
}
