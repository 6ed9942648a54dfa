import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A process that was started, told apart from a later one with the same number by when it began. */
export type ProcessRecord = { pid: number; began: string };

const LINUX = existsSync("/proc/self/stat");

type Stat = { state: string; parent: number; group: number; began: number };

function stat(pid: number | string): Stat | undefined {
  try {
    // The name in parentheses may hold anything, so fields are counted from its end (proc(5)).
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return {
      state: fields[0] as string,
      parent: Number(fields[1]),
      group: Number(fields[2]),
      began: Number(fields[19]),
    };
  } catch {
    return undefined;
  }
}

const bootId = () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

/** When the process `pid` began, in a form to compare; undefined if there is none that is alive. */
export function beginning(pid: number): string | undefined {
  if (LINUX) {
    const found = stat(pid);
    return found && found.state !== "Z" ? `${bootId()}/${found.began}` : undefined;
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether that very process is alive. */
export const isAlive = ({ pid, began }: ProcessRecord): boolean => beginning(pid) === began;

/**
 * Whether anything of the group that `leader` began is alive: its children live on when it was killed. A group
 * whose number was used again since (after a reboot, or much later) is not it.
 */
export function isGroupAlive(leader: ProcessRecord): boolean {
  if (!LINUX) return isAlive(leader) || signalGroup(leader.pid, 0);
  const [boot, ticks] = leader.began.split("/");
  if (boot !== bootId()) return false;
  return readdirSync("/proc").some((name) => {
    if (!/^\d+$/.test(name)) return false;
    const found = stat(name);
    return found?.group === leader.pid && found.state !== "Z" && found.began >= Number(ticks);
  });
}

/** The pids of everything that `pid` started, and of what that started; parents before their children. */
export function descendants(pid: number): number[] {
  const pairs: [pid: number, parent: number][] = LINUX
    ? readdirSync("/proc").flatMap((name) => {
        const parent = /^\d+$/.test(name) ? stat(name)?.parent : undefined;
        return parent === undefined ? [] : [[Number(name), parent]];
      })
    : execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (of: number): number[] =>
    pairs.flatMap(([child, parent]) => (parent === of ? [child, ...below(child)] : []));
  return below(pid);
}

/** Sends `signal` to a process group and tells whether there was one. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Ends what a leader started: the leader is asked by `signal` (it ends its children in its own order) and has
 * `graceMs` for it, then whatever is left of the group is killed. Returns when nothing of it is alive.
 */
export async function endGroup(
  leader: ProcessRecord,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  const until = async (over: () => boolean, ms: number): Promise<boolean> => {
    for (const deadline = Date.now() + ms; !over(); ) {
      if (Date.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return true;
  };
  if (signal !== "SIGKILL" && isAlive(leader)) {
    process.kill(leader.pid, signal);
    await until(() => !isAlive(leader), graceMs);
    // Children that noticed need a moment to write down what they have.
    if (await until(() => !isGroupAlive(leader), 500)) return;
  }
  if (!isGroupAlive(leader)) return;
  signalGroup(leader.pid, "SIGKILL");
  if (!(await until(() => !isGroupAlive(leader), 5_000))) {
    throw new Error(`Process group ${leader.pid} cannot be ended.`);
  }
}
