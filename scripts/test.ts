import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The tests beside the code, on a real PostgreSQL. tests/e2e joins them once it has been seen green (docs/plan.md).
const folder = mkdtempSync(join(tmpdir(), "eios-results-"));
const bin = (name: string) => join("node_modules", ".bin", name);

function run(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

type Counts = { passed: number; failed: number };

/** Reads a runner's report; a run that ended without one counts as one failure. */
function counts(file: string, read: (report: Record<string, number>) => Counts, nested?: string): Counts {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    return read(nested ? report[nested] : report);
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const unitReport = join(folder, "vitest.json");

const unitCode = await run(bin("vitest"), [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${unitReport}`,
]);
const unit = counts(unitReport, (r) => ({ passed: r.numPassedTests!, failed: r.numFailedTests! }));
// A runner may fail without a failed test: a suite that could not be loaded.
const crashed = (code: number, { failed }: Counts) => (code !== 0 && failed === 0 ? 1 : 0);
const failed = unit.failed + crashed(unitCode, unit);
rmSync(folder, { recursive: true, force: true });
console.log(`${unit.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
