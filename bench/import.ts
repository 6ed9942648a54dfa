import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { closeDatabase } from "../db/client";
import { importGuests, runImportChunk } from "../lib/guests/import/mutations";
import { runAsJob } from "../lib/http/job";
import { migrate } from "../scripts/migrate";
import { startPostgres } from "../scripts/stack/postgres";
import { bareEnvironment } from "../tests/setup/environment";
import { type Bench, inTurns, median, milliseconds } from "./bench";

// One request takes 4 MB, some 50,000 rows.
const SIZES = { quick: 10_000, full: 50_000 };

/** A guest list from file to done, beside PostgreSQL's COPY of the same guests into the same tables and indexes. */
export const bench: Bench = {
  key: "import",
  work: "a CSV from file to done: parsing, mapping, validation, duplicates, households, report",
  beside: "raw COPY of the same guests, households, contacts and invitations",
  goal: "≥ 0.7 of COPY's speed",
  reached: ({ ratios }) => 1 / median(ratios) >= 0.7,
  async run(size) {
    const folder = mkdtempSync(join(tmpdir(), "eios-bench-"));
    const server = await startPostgres({ dataDir: join(folder, "postgres"), durable: true });
    try {
      await migrate(server.ownerUrl, { appPassword: "bench" });
      const owner = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
      const rows = SIZES[size];
      const file = new File([listOf(rows)], "guests.csv");
      Object.assign(process.env, bareEnvironment(server.appUrl("bench"), server.ownerUrl));
      const loop = monitorEventLoopDelay({ resolution: 5 });
      const memory = { before: 0, most: 0 };
      const ours = async () => {
        const tenant = await createTenant(owner);
        memory.before ||= process.memoryUsage().rss;
        loop.enable();
        const took = await milliseconds(() => bringIn(tenant, file));
        loop.disable();
        memory.most = Math.max(memory.most, process.memoryUsage().rss);
        return took;
      };
      const theirs = async () => {
        const tenant = await createTenant(owner);
        return milliseconds(() => copyIn(owner, tenant, rows));
      };
      await ours();
      await theirs();
      loop.reset();
      const figures = await inTurns(3, ours, theirs);
      await owner.end();
      await closeDatabase();
      const grown = Math.round((memory.most - memory.before) / 1024 / 1024);
      const note = `${rows} rows; event loop p99 ${(loop.percentile(99) / 1e6).toFixed(0)} ms; memory +${grown} MB`;
      return { ...figures, unit: "ms", note };
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

type Tenant = { organizationId: string; projectId: string; eventIds: string[] };

function listOf(rows: number): string {
  const lines = Array.from(
    { length: rows },
    (_, i) =>
      `Guest${i},Name${i % 997},guest${i}@example.com,+39 06 ${10_000_000 + i},House ${Math.floor(i / 2.5)}`,
  );
  return `First Name,Last Name,Email,Phone,Household\n${lines.join("\n")}\n`;
}

async function createTenant(owner: postgres.Sql): Promise<Tenant> {
  const tenant = { organizationId: uuidv7(), projectId: uuidv7(), eventIds: [uuidv7(), uuidv7()] };
  const { organizationId, projectId } = tenant;
  await owner`insert into organizations (id, name, slug) values (${organizationId}, 'Bench', ${organizationId})`;
  await owner`insert into projects (id, organization_id, name, country) values (${projectId}, ${organizationId}, 'Bench', 'IT')`;
  for (const id of tenant.eventIds) {
    await owner`insert into events (id, organization_id, project_id, name, starts_at, timezone)
      values (${id}, ${organizationId}, ${projectId}, ${id}, now(), 'UTC')`;
  }
  return tenant;
}

/** The two halves as they run in the app: the request reads and keeps the file, the job brings it in. */
async function bringIn({ organizationId, projectId }: Tenant, file: File): Promise<void> {
  const body = { file, mapping: undefined, duplicates: "update" as const, dryRun: false, country: undefined };
  const { id } = await runAsJob("bench", organizationId, (cx) =>
    importGuests(cx, { params: { id: projectId }, query: {}, body }),
  );
  while (await runAsJob("bench", organizationId, (cx) => runImportChunk(cx, id)));
}

async function copyIn(owner: postgres.Sql, tenant: Tenant, rows: number): Promise<void> {
  const { organizationId: org, projectId, eventIds } = tenant;
  const people = Array.from({ length: rows }, (_, i) => ({ id: uuidv7(), house: Math.floor(i / 2.5), i }));
  const houses = [...new Set(people.map(({ house }) => house))].map((house) => ({ id: uuidv7(), house }));
  const houseIds = new Map(houses.map(({ id, house }) => [house, id]));
  const copy = async (table: string, columns: string, lines: string[]) => {
    const sink = await owner.unsafe(`copy ${table} (${columns}) from stdin`).writable();
    await pipeline(async function* () {
      for (let from = 0; from < lines.length; from += 1_000)
        yield `${lines.slice(from, from + 1_000).join("\n")}\n`;
    }, sink);
  };
  await copy(
    "guest_groups",
    "id, organization_id, project_id, name",
    houses.map(({ id, house }) => `${id}\t${org}\t${projectId}\tHouse ${house}`),
  );
  await copy(
    "guests",
    "id, organization_id, project_id, group_id, first_name, last_name, rsvp_status",
    people.map(
      ({ id, house, i }) =>
        `${id}\t${org}\t${projectId}\t${houseIds.get(house)}\tGuest${i}\tName${i % 997}\tpending`,
    ),
  );
  await copy(
    "guest_contacts",
    "id, organization_id, guest_id, kind, value, is_primary",
    people.flatMap(({ id, i }) => [
      `${uuidv7()}\t${org}\t${id}\temail\tguest${i}@example.com\tt`,
      `${uuidv7()}\t${org}\t${id}\tphone\t+3906${10_000_000 + i}\tt`,
    ]),
  );
  await copy(
    "guest_events",
    "organization_id, guest_id, event_id",
    people.flatMap(({ id }) => eventIds.map((event) => `${org}\t${id}\t${event}`)),
  );
}
