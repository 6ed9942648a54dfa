import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./chromium";

type Counts = { passed: number; failed: number };
type Runner = {
  command: string;
  args: (report: string) => string[];
  env: (report: string) => Record<string, string>;
  read: (report: string) => Counts;
};

const folder = mkdtempSync(join(tmpdir(), "eios-results-"));
const bin = (name: string) => join("node_modules", ".bin", name);

/** The tests beside the code, on a real PostgreSQL. */
const beside: Runner = {
  command: bin("vitest"),
  args: (report) => ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  env: () => ({}),
  read: (report) => {
    const { numPassedTests, numFailedTests } = JSON.parse(report);
    return { passed: numPassedTests, failed: numFailedTests };
  },
};

/** The whole product as `npm run up` starts it, in a real browser. */
const inBrowser: Runner = {
  command: bin("playwright"),
  args: () => ["test", "--reporter=list,json"],
  env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report, CHROMIUM_PATH: findChromium() }),
  read: (report) => {
    const { expected, unexpected, flaky, skipped } = JSON.parse(report).stats;
    // What was skipped was not seen.
    return { passed: expected, failed: unexpected + flaky + skipped };
  },
};

/** Runs a runner to its end; one that breaks off, or fails without a failed test, counts as a failure. */
async function run(runner: Runner, name: string): Promise<Counts> {
  const report = join(folder, `${name}.json`);
  const env = { ...process.env, ...runner.env(report) };
  const code = await new Promise<number>((resolve) => {
    const child = spawn(runner.command, runner.args(report), { stdio: "inherit", env });
    child.on("close", (ended) => resolve(ended ?? 1));
  });
  try {
    const counts = runner.read(readFileSync(report, "utf8"));
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const counts = [await run(beside, "beside"), await run(inBrowser, "in-browser")];
rmSync(folder, { recursive: true, force: true });
const sum = (key: keyof Counts) => counts.reduce((total, one) => total + one[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 ? 0 : 1);
