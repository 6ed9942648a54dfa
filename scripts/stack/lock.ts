import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beginning, endGroup, isAlive, type ProcessRecord } from "./processes";
import { Refusal } from "./refusal";

/** A part that was started, and how it wants to be ended. */
export type PartRecord = ProcessRecord & { name: string; signal: NodeJS.Signals };

type Holder = ProcessRecord & { address: string };

/**
 * The right to run the stack in a data folder: held by one living process, told apart by pid and start time. It
 * also writes down which process groups were started, so that the next one can end those of a killed one.
 */
export class Lock {
  readonly #file: string;
  readonly #partsFile: string;
  readonly #parts = new Map<string, PartRecord>();

  private constructor(dataDir: string) {
    this.#file = join(dataDir, "lock.json");
    this.#partsFile = join(dataDir, "parts.json");
  }

  /**
   * Takes the lock in `dataDir` and ends what a killed holder left running.
   *
   * @param address where the stack will be, told to whoever comes second
   * @throws Refusal if a living process holds it, or nothing can be written there
   */
  static async take(dataDir: string, address: string): Promise<Lock> {
    const lock = new Lock(dataDir);
    makeFolder(dataDir);
    for (let tries = 0; !lock.#create(address); tries++) {
      const holder = read<Holder>(lock.#file);
      if (holder && isAlive(holder)) {
        throw new Refusal(
          `EIOS is already running with the data in ${dataDir} (process ${holder.pid}, ${holder.address}): end it with Ctrl-C there, or start another with --data-dir and --port.`,
        );
      }
      if (tries > 20) throw new Refusal(`${lock.#file} cannot be taken: remove it and start again.`);
      rmSync(lock.#file, { force: true });
    }
    const orphans = read<PartRecord[]>(lock.#partsFile) ?? [];
    await Promise.all(orphans.map((orphan) => endGroup(orphan, orphan.signal, 10_000)));
    rmSync(lock.#partsFile, { force: true });
    return lock;
  }

  /** Writes down a part that was started. */
  record(part: PartRecord): void {
    this.#parts.set(part.name, part);
    this.#save();
  }

  /** Strikes out one that has ended. */
  strike(name: string): void {
    this.#parts.delete(name);
    this.#save();
  }

  /** Gives the lock back. */
  release(): void {
    rmSync(this.#partsFile, { force: true });
    rmSync(this.#file, { force: true });
  }

  #save(): void {
    writeFileSync(`${this.#partsFile}.new`, JSON.stringify([...this.#parts.values()]));
    renameSync(`${this.#partsFile}.new`, this.#partsFile);
  }

  #create(address: string): boolean {
    try {
      const file = openSync(this.#file, "wx");
      const holder: Holder = { pid: process.pid, began: beginning(process.pid) ?? "", address };
      writeSync(file, JSON.stringify(holder));
      closeSync(file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  }
}

function read<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Like mkdir -p; Node's own recursive mkdir never returns where a file system knows no new folders (/proc). */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  mkdirSync(folder);
}

/** Makes a folder that can be written, or says in a sentence that it cannot. */
export function makeFolder(folder: string): void {
  try {
    makeFolders(join(folder, "logs"));
    const probe = join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Refusal(
      `Nothing can be written in ${folder} (${code}): make it writable, or name another folder with --data-dir.`,
    );
  }
}
