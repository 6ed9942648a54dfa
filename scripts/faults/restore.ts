import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { bareEnvironment } from "../../tests/setup/environment";
import { backup } from "../backup/dump";
import { restore } from "../backup/load";
import { migrate } from "../migrate";
import { startPostgres } from "../stack/postgres";
import { type Fault, load, percentile } from "./fault";

/** A backup while people write, restored into an empty database of the same server: the same rows, the chain whole. */
export const fault: Fault = {
  key: "restore",
  about: "a backup taken while people write, restored into an empty database",
  async run({ size: guests = 20_000, tell }) {
    const folder = mkdtempSync(join(tmpdir(), "eios-faults-"));
    const server = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
    const at = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const restored = { owner: at(server.ownerUrl, "restored"), app: at(server.appUrl("fault"), "restored") };
    try {
      await migrate(server.ownerUrl, { appPassword: "fault" });
      Object.assign(process.env, bareEnvironment(server.appUrl("fault"), server.ownerUrl));
      const tenant = await fill(server.ownerUrl, guests);
      const seconds = async (work: () => Promise<unknown>) => {
        const began = performance.now();
        await work();
        return (performance.now() - began) / 1_000;
      };
      // Imported late: they read the environment.
      const [{ createGuest }, contract, { runAsJob }, { sealAudit }, { closeDatabase }] = await Promise.all([
        import("../../lib/guests/mutations"),
        import("../../lib/guests/contract"),
        import("../../lib/http/job"),
        import("../../lib/audit/sealing/mutations"),
        import("../../db/client"),
      ]);
      const body = contract.createGuest.body!.parse({ firstName: "Written", lastName: "Meanwhile" });
      const writing = load(4, async (lane, round) => {
        await runAsJob("fault", tenant.organizationId, (cx) =>
          createGuest(cx, { params: { id: tenant.projectId }, query: {}, body }),
        );
        // Rows are sealed in the middle of it too, as the worker does.
        if (lane === 0 && round % 20 === 0) await sealAudit();
      });
      const file = join(folder, "backup.tar");
      const taken = await seconds(() => backup(server.ownerUrl, file));
      await writing.stop();
      await closeDatabase();
      tell(
        `backup of ${guests} guests in ${taken.toFixed(1)} s, ${writing.took.length} guests written meanwhile`,
      );
      if (writing.failures[0]) tell(writing.failures[0]);
      const admin = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
      await admin.unsafe("create database restored");
      await admin.end();
      const back = await seconds(() => restore(restored.owner, file));
      tell(`restored, compared and brought to the present schema in ${back.toFixed(1)} s`);
      const counts = {
        "writes refused": writing.failures.length,
        "tables that differ": await differing(file, restored.owner, folder),
        ...(await torn(restored.owner)),
        "chains broken": await verify(restored.app, restored.owner),
      };
      return {
        ...{ work: `${guests} guests`, counts },
        figures: {
          "backup and restore": { value: taken + back, unit: "s", atMost: 180 },
          "a write meanwhile p99": { value: percentile(writing.took, 0.99), unit: "ms" },
        },
      };
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function fill(ownerUrl: string, guests: number) {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  const [organizationId, projectId, groupId] = [uuidv7(), uuidv7(), uuidv7()];
  await owner.unsafe("set role eios_system");
  await owner`insert into organizations (id, name, slug) values (${organizationId}, 'Fault', 'fault')`;
  await owner`insert into projects (id, organization_id, name) values (${projectId}, ${organizationId}, 'Fault')`;
  await owner`insert into guest_groups (id, organization_id, project_id) values (${groupId}, ${organizationId}, ${projectId})`;
  await owner`
    insert into guests (id, organization_id, project_id, group_id, first_name, notes)
    select gen_random_uuid(), ${organizationId}, ${projectId}, ${groupId}, 'Guest ' || n, E'tab\\t, newline\\n, \\\\ and ☕ ' || n
      from generate_series(1, ${guests}::int) n`;
  await owner`
    insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
    select gen_random_uuid(), organization_id, id, 'email', id || '@example.com', true from guests`;
  await owner.end();
  return { organizationId, projectId };
}

/** Tables of which a second backup, of what came back, has other rows than the first. */
async function differing(file: string, ownerUrl: string, folder: string): Promise<number> {
  const again = await backup(ownerUrl, join(folder, "again"));
  const { readFile } = await import("node:fs/promises");
  const { extract } = await import("tar");
  await extract({ file, cwd: folder, filter: (path) => path.endsWith("manifest.json") });
  const first = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as typeof again;
  const sums = new Map(again.tables.map((table) => [`${table.schema}.${table.name}`, table.sha256]));
  return first.tables.filter((table) => sums.get(`${table.schema}.${table.name}`) !== table.sha256).length;
}

/** What one transaction wrote and only half of came back. */
async function torn(ownerUrl: string): Promise<Record<string, number>> {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await owner.unsafe("set role eios_system");
    const [row] = await owner<{ audit: number; counters: number }[]>`
      select (select count(*)::int from guests g where g.first_name = 'Written'
                and not exists (select from audit_log a where a.target_id::text = g.id::text)) as audit,
             (select count(*)::int from projects p where p.guest_count <>
                (select count(*) from guests g where g.project_id = p.id and g.deleted_at is null)) as counters`;
    return { "guests without their audit row": row!.audit, "counters that are off": row!.counters };
  } finally {
    await owner.end();
  }
}

/** `npm run audit:verify` on what came back. @returns 0, or 1 where a chain is not whole */
function verify(databaseUrl: string, ownerUrl: string): Promise<number> {
  const env = { ...process.env, ...bareEnvironment(databaseUrl, ownerUrl) };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/stack/run.mjs", "scripts/audit-verify.ts"], {
      ...{ env, stdio: ["ignore", "ignore", "inherit"] },
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code === 0 ? 0 : 1));
  });
}
