import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JSONReportSuite, JSONReport as PlaywrightReport } from "@playwright/test/reporter";
import { findChromium } from "./chromium";

type Counts = { passed: number; failed: number; failures: string[] };
type Runner = {
  command: string;
  args: (report: string) => string[];
  env: (report: string) => Record<string, string>;
  read: (report: string) => Counts;
};

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

const folder = mkdtempSync(join(tmpdir(), "eios-results-"));
const bin = (name: string) => join("node_modules", ".bin", name);

/** What failed in a suite of the browser's and in those within it, each with what it said. */
function failuresOf(suite: JSONReportSuite): string[] {
  const own = suite.specs
    .filter((spec) => spec.tests.some((test) => test.status !== "expected"))
    .map((spec) => {
      const said = spec.tests.flatMap((test) =>
        test.results.map((result) => result.error?.message ?? result.status),
      );
      return [`${spec.file} › ${spec.title}`, ...said].join("\n");
    });
  return [...own, ...(suite.suites ?? []).flatMap(failuresOf)];
}

/** The tests beside the code, on a real PostgreSQL. */
const beside: Runner = {
  command: bin("vitest"),
  args: (report) => ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  env: () => ({}),
  read: (report) => {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(report) as VitestReport;
    const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === "failed");
      // A file that does not load has no test that could say so.
      if (failed.length === 0 && status === "failed") return [`${name}\n${message}`];
      return failed.map((test) => [`${name} › ${test.fullName}`, ...test.failureMessages].join("\n"));
    });
    return { passed: numPassedTests, failed: numFailedTests, failures };
  },
};

/** The whole product as `npm run up` starts it, in a real browser. */
const inBrowser: Runner = {
  command: bin("playwright"),
  args: () => ["test", "--reporter=list,json"],
  env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report, CHROMIUM_PATH: findChromium() }),
  read: (report) => {
    const { suites, errors, stats } = JSON.parse(report) as PlaywrightReport;
    const failures = [...errors.map(({ message }) => message ?? ""), ...suites.flatMap(failuresOf)];
    // What was skipped was not seen.
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped, failures };
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
    if (code === 0 || counts.failed > 0) return counts;
    const failures = [...counts.failures, `${name} ended with ${code}, and no test of it failed`];
    return { ...counts, failed: 1, failures };
  } catch {
    return { passed: 0, failed: 1, failures: [`${name} left no report`] };
  }
}

const counts = [await run(beside, "beside"), await run(inBrowser, "in-browser")];
rmSync(folder, { recursive: true, force: true });
const sum = (key: "passed" | "failed") => counts.reduce((total, one) => total + one[key], 0);
// Last, since whoever reads a long log reads its end.
for (const failure of counts.flatMap(({ failures }) => failures))
  console.log(`\nFailed: ${failure.slice(0, 4_000)}`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 ? 0 : 1);
