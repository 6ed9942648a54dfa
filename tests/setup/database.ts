import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrate } from "../../scripts/migrate";
import { startPostgres } from "../../scripts/stack/postgres";

declare module "vitest" {
  export interface ProvidedContext {
    ownerUrl: string;
  }
}

/** One throw-away cluster a run, with the present schema as a template; each worker clones it (0.14 s). */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), "eios-test-"));
  const server = await startPostgres({ dataDir: join(dataDir, "postgres"), durable: false });
  await migrate(server.ownerUrl, { appPassword: "test" });
  const sql = postgres(Object.assign(new URL(server.ownerUrl), { pathname: "/postgres" }).href, { max: 1 });
  await sql.unsafe("alter database eios is_template true");
  await sql.end();
  project.provide("ownerUrl", server.ownerUrl);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
