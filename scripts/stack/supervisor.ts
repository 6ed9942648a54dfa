import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lock } from "./lock";
import { beginning, endGroup, type ProcessRecord } from "./processes";

/** A part of the stack: a program to be kept running. */
export type Part = {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  uid?: number;
  gid?: number;
  /** Resolves to whether the part answers now; never later than it makes sense to wait. */
  probe: () => Promise<boolean>;
  /** What asks it to end, and how long it may take. */
  signal: NodeJS.Signals;
  graceMs: number;
};

type Running = { child: ChildProcess; group: ProcessRecord; began: number };

const PROBE_EVERY = 1_000;
/** Probes in a row that must fail before a living process is held for dead. */
const PATIENCE = 3;
/** How long to wait before a part is started again, by how often that was needed of late (ms). */
const BACKOFF = [0, 500, 1_000, 2_000, 5_000, 10_000];
/** A part that ran this long is sound: what happened before is forgotten (ms). */
const SOUND = 10_000;
const LOG_LIMIT = 20 * 1024 * 1024;

/**
 * Keeps parts running: each in a process group of its own with its output in logs/NAME.log, probed every second,
 * started again when it ends or does not answer any more, and ended with everything it started.
 */
export class Supervisor {
  readonly #running = new Map<string, { part: Part; running: Running }>();
  #ending = false;

  constructor(
    readonly dataDir: string,
    readonly lock: Lock,
    /** Told what happens to a part once it was up, in half a sentence. */
    readonly tell: (name: string, what: string) => void,
  ) {}

  /**
   * Starts a part, waits until it answers, and keeps it running from then on.
   *
   * @throws Error with the end of its log if it ends first, or does not answer within two minutes
   */
  async start(part: Part): Promise<void> {
    const running = await this.#bringUp(part);
    void this.#keep(part, running);
  }

  /** Ends parts in the order given, those named together at once; then whatever is left. */
  async end(order: string[][]): Promise<void> {
    this.#ending = true;
    for (const names of order) await Promise.all(names.map((name) => this.#endPart(name)));
    await Promise.all([...this.#running.keys()].map((name) => this.#endPart(name)));
  }

  async #bringUp(part: Part): Promise<Running> {
    if (this.#ending) throw new Error("The stack is being ended.");
    const running = this.#spawn(part);
    for (const deadline = Date.now() + 120_000; !(await part.probe()); await sleep(30)) {
      if (this.#ending) throw new Error("The stack is being ended.");
      if (hasEnded(running.child))
        throw new Error(`${part.name} ended as it started.\n${this.#tail(part.name)}`);
      if (Date.now() > deadline) throw new Error(`${part.name} does not answer.\n${this.#tail(part.name)}`);
    }
    return running;
  }

  /** Waits for the part to go down and brings it up again, until the stack is ended. */
  async #keep(part: Part, first: Running): Promise<void> {
    let failures = 0;
    for (let running: Running = first; ; ) {
      const why = await this.#untilDown(part, running);
      if (this.#ending) return;
      failures = Date.now() - running.began > SOUND ? 0 : failures + 1;
      this.tell(part.name, `${why}; it is started again`);
      for (let up = false; !up; ) {
        try {
          // The rest of a killed group still holds its ports and files.
          await this.#clear(part.name);
          await sleep(BACKOFF[Math.min(failures, BACKOFF.length - 1)]);
          if (this.#ending) return;
          running = await this.#bringUp(part);
          up = true;
        } catch (error) {
          if (this.#ending) return;
          failures++;
          this.tell(part.name, `cannot be started, and is tried again: ${(error as Error).message}`);
        }
      }
      this.tell(part.name, "runs again");
    }
  }

  async #untilDown(part: Part, { child }: Running): Promise<string> {
    for (let misses = 0; misses < PATIENCE; ) {
      const exit = new AbortController();
      const wake = () => exit.abort();
      child.once("exit", wake);
      await sleep(PROBE_EVERY, undefined, { signal: exit.signal, ref: true }).catch(() => {});
      child.off("exit", wake);
      if (this.#ending) return "";
      if (hasEnded(child)) return `ended (${child.signalCode ?? `code ${child.exitCode}`})`;
      misses = (await part.probe()) ? 0 : misses + 1;
    }
    return "does not answer";
  }

  #spawn(part: Part): Running {
    const file = this.#log(part.name);
    turnOver(file);
    const log = openSync(file, "a");
    const { command, args, env, cwd, uid, gid } = part;
    const child = spawn(command, args, { env, cwd, uid, gid, detached: true, stdio: ["ignore", log, log] });
    closeSync(log);
    child.once("error", (error) => appendFileSync(file, `${error.message}\n`));
    const pid = child.pid ?? 0;
    const running = { child, group: { pid, began: beginning(pid) ?? "" }, began: Date.now() };
    this.#running.set(part.name, { part, running });
    if (pid) this.lock.record({ name: part.name, signal: part.signal, ...running.group });
    return running;
  }

  async #clear(name: string): Promise<void> {
    const group = this.#running.get(name)?.running.group;
    if (group?.pid) await endGroup(group, "SIGKILL", 0);
  }

  async #endPart(name: string): Promise<void> {
    const kept = this.#running.get(name);
    if (!kept) return;
    this.#running.delete(name);
    const { part, running } = kept;
    if (running.group.pid) await endGroup(running.group, part.signal, part.graceMs);
    this.lock.strike(name);
  }

  #log(name: string): string {
    return join(this.dataDir, "logs", `${name}.log`);
  }

  #tail(name: string): string {
    return readFileSync(this.#log(name), "utf8").trimEnd().split("\n").slice(-15).join("\n");
  }
}

/** True too for one that could not even be spawned. */
const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

/** Puts a log that grew long aside, as NAME.log.1. */
function turnOver(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(file, `${file}.1`);
}
