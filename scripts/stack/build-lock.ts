import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beginning, isAlive, type ProcessRecord } from "./processes";

/**
 * Lets one process at a time build in a checkout: two stacks may share one, each with a data folder of its own.
 * Whoever comes second waits, and then finds that there is nothing left to do.
 */
export async function withBuildLock<T>(root: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const folder = join(root, "node_modules", ".cache");
  const file = join(folder, "eios-build.lock");
  mkdirSync(folder, { recursive: true });
  while (!take(file)) {
    onWait();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  const self: ProcessRecord = { pid: process.pid, began: beginning(process.pid) ?? "" };
  try {
    writeFileSync(file, JSON.stringify(self), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  try {
    if (isAlive(JSON.parse(readFileSync(file, "utf8")))) return false;
  } catch {
    // Half written by one that was killed, or just removed by its holder.
  }
  rmSync(file, { force: true });
  return false;
}
