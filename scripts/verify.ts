import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSite } from "./build-site";

type Check = { name: string; command: string[] };

const bin = (name: string) => join("node_modules", ".bin", name);
const checks: Check[] = [
  { name: "format and lint", command: [bin("biome"), "ci", "--error-on-warnings", "."] },
  { name: "types", command: [bin("tsc"), "--noEmit"] },
  { name: "structure", command: [bin("tsx"), "scripts/check-structure.ts"] },
  { name: "unused code", command: [bin("knip")] },
  { name: "environment and OpenAPI", command: [bin("tsx"), "scripts/check-documents.ts"] },
];

// Read in a log as often as on a terminal.
const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };

/** Runs a command to its end. */
function run(command: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command[0]!, command.slice(1), { stdio: ["ignore", "pipe", "pipe"], env });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

/** Generates a migration on a copy: when one comes out, the schema is ahead of the migrations. */
async function migrationsInStep(): Promise<{ ok: boolean; output: string }> {
  const copy = mkdtempSync(join(tmpdir(), "eios-migrations-"));
  try {
    cpSync("db/migrations", copy, { recursive: true });
    const before = readdirSync(copy).length;
    const result = await run([
      bin("drizzle-kit"),
      "generate",
      "--dialect=postgresql",
      "--schema=./db/schema/*.ts",
      "--casing=snake_case",
      `--out=${copy}`,
    ]);
    if (!result.ok) return result;
    const extra = readdirSync(copy).length > before;
    return extra
      ? {
          ok: false,
          output: "The schema has changes without a migration. Run: npm run db:generate -- --name what\n",
        }
      : { ok: true, output: "" };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const start = performance.now();
// The sources import what the build writes; a fresh clone has none of it yet.
await buildSite();
const results = await Promise.all([
  ...checks.map(async (check) => ({ name: check.name, ...(await run(check.command)) })),
  migrationsInStep().then((result) => ({ name: "migrations in step", ...result })),
]);
for (const { name, ok, output } of results) {
  console.log(`${ok ? "✓" : "✗"} ${name}`);
  if (!ok) console.log(output);
}
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
process.exit(results.every((result) => result.ok) ? 0 : 1);
