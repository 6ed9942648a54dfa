import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JobsOptions } from "../server";

/** What an app process is told. */
export type AppOptions = { port: number; jobsUrl: string; databaseUrl: string };

/** A process that a test may kill. */
export type Victim = { kill(): Promise<void>; alive(): boolean };

/** Starts an executor in a process of its own; resolves when it is ready to work. */
export const startExecutorProcess = (options: JobsOptions) => start("executor-process.ts", options);

/** Starts an app with the function `journey` in a process of its own; resolves when it is ready to work. */
export const startAppProcess = (options: AppOptions) => start("app-process.ts", options);

async function start(name: string, options: JobsOptions | AppOptions): Promise<Victim> {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", file, JSON.stringify(options)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await Promise.race([
    new Promise((resolve) => child.once("message", resolve)),
    exited.then(() => Promise.reject(new Error(`${name} ended as it started.`))),
  ]);
  return {
    kill: () => killed(child, exited),
    alive: () => child.exitCode === null && child.signalCode === null,
  };
}

async function killed(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill("SIGKILL");
  await exited;
}

/** Kills a PostgreSQL server without any notice. */
export function killPostgres(dataDir: string): void {
  const [pid] = readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
  process.kill(Number(pid), "SIGKILL");
}

/** Numbers from 0 to 1 that a seed makes the same again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
