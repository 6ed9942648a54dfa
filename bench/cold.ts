import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { send } from "../scripts/caller";
import { freePort } from "../scripts/stack/ports";
import { type Bench, median, milliseconds } from "./bench";

const ROUNDS = { quick: 1, full: 3 };
const root = join(import.meta.dirname, "..");

/** A clone of what is committed until a page answers, beside its `npm ci` alone; then the same `up` again. */
export const bench: Bench = {
  key: "cold",
  work: "clone to the first page that answers: npm ci, production build, up with the demo",
  beside: "npm ci alone, in another clone",
  goal: "≤ 2 times, the second up ≤ 8 s",
  reached: ({ ratios, also }) => median(ratios) <= 2 && median(also?.["second up, s"] ?? []) <= 8,
  async run(size) {
    const figures = { ours: [] as number[], theirs: [] as number[], ratios: [] as number[] };
    const second: number[] = [];
    for (let round = 0; round < ROUNDS[size]; round++) {
      const floor = await inClone((clone) => milliseconds(() => install(clone)));
      const { whole, again } = await inClone(fromNothing);
      figures.ours.push(whole / 1_000);
      figures.theirs.push(floor / 1_000);
      figures.ratios.push(whole / floor);
      second.push(again / 1_000);
    }
    return { ...figures, unit: "s", also: { "second up, s": second } };
  },
};

/** Packages come from npm's cache where it has them, for both alike. */
const install = (clone: string) => ended(spawn("npm", ["ci", "--no-audit", "--no-fund"], quiet(clone)));

async function fromNothing(clone: string) {
  const port = await freePort();
  const installed = await milliseconds(() => install(clone));
  return { whole: installed + (await up(clone, port)), again: await up(clone, port) };
}

/** Brings the clone up and ends it. @returns milliseconds until the landing page answered */
async function up(clone: string, port: number): Promise<number> {
  const began = performance.now();
  const args = ["scripts/stack/run.mjs", "scripts/up.ts", "--json", "--port", String(port)];
  const child = spawn(process.execPath, args, { ...quiet(clone), stdio: ["ignore", "pipe", "ignore"] });
  const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const isUp = await Promise.race([
    new Promise<boolean>((resolve) => lines.once("line", () => resolve(true))),
    exit.then(() => false),
  ]);
  if (!isUp) throw new Error("The clone's stack did not come up: run npm run up in a clone to see why.");
  try {
    const page = await send({ port, host: `localhost:${port}` }, "GET", "/");
    if (page.status !== 200) throw new Error(`The landing page answered ${page.status}.`);
    return performance.now() - began;
  } finally {
    child.kill("SIGTERM");
    await exit;
  }
}

async function inClone<T>(work: (clone: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "eios-bench-"));
  const clone = join(folder, "clone");
  try {
    execFileSync("git", ["clone", "--quiet", root, clone]);
    return await work(clone);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const quiet = (cwd: string) => ({ cwd, env: { ...process.env, NO_COLOR: "1" }, stdio: "ignore" as const });

async function ended(child: ChildProcess): Promise<void> {
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`npm ci ended with ${code}.`);
}
