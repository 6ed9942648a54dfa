import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { send, until } from "../caller";
import { freePort } from "../stack/ports";
import { beginning, descendants } from "../stack/processes";
import { loadSecrets } from "../stack/secrets";

/** Where a running stack is, as `up --json` says it. */
type Told = { app: string; mail: string; ownerDatabase: string };

/**
 * A whole stack on a temporary folder that can be killed and started again: supervisor, app, rooms, stand-ins and
 * PostgreSQL, as `npm run up` starts them.
 */
export class VictimStack {
  readonly folder = mkdtempSync(join(tmpdir(), "eios-faults-"));
  #child: ChildProcess | undefined;
  #told: Told | undefined;

  private constructor(
    readonly port: number,
    readonly env: Record<string, string>,
    readonly root: string,
  ) {}

  /**
   * @param env variables beside those that `up` makes, such as RESEND_RATE_LIMIT
   * @param root another checkout than this one
   */
  static async start(env: Record<string, string> = {}, root = "."): Promise<VictimStack> {
    const stack = new VictimStack(await freePort(), env, resolve(root));
    await stack.start();
    return stack;
  }

  /** Starts it, again after a kill, and waits until it says that it is ready. @returns how long that took, in milliseconds */
  async start(): Promise<number> {
    const began = performance.now();
    const args = ["--json", "--demo", "off", "--port", String(this.port), "--data-dir", this.folder];
    const child = spawn(process.execPath, ["scripts/stack/run.mjs", "scripts/up.ts", ...args], {
      env: { ...process.env, LOG_LEVEL: "warn", RATE_LIMIT_SCALE: "1000", ...this.env },
      stdio: ["ignore", "pipe", "pipe"],
      cwd: this.root,
    });
    this.#child = child;
    let said = "";
    child.stderr.on("data", (chunk) => {
      said = (said + chunk).slice(-4_000);
    });
    for await (const line of createInterface({ input: child.stdout })) {
      this.#told = JSON.parse(line) as Told;
      return performance.now() - began;
    }
    throw new Error(`The stack did not start.\n${said}`);
  }

  /** Kills every process of it with SIGKILL, the supervisor first, so that nothing can be brought back or put in order. */
  async kill(): Promise<number> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null) throw new Error("Nothing is running.");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const all = [child.pid, ...descendants(child.pid)];
    for (const pid of all) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself in between.
      }
    }
    await ended;
    return all.length;
  }

  /** Kills PostgreSQL alone with SIGKILL, the postmaster first; the supervisor is to bring it back. */
  killDatabase(): number {
    const all = descendants(this.#child!.pid!).filter(isPostgres);
    for (const pid of all) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended with its postmaster.
      }
    }
    return all.length;
  }

  /** Kills parts with SIGKILL, each with all that it started; the supervisor is to bring them back. @returns how many */
  async killParts(names: readonly ("app" | "stand-ins")[]): Promise<number> {
    const programs = { app: "eios-server.mjs", "stand-ins": "scripts/stack/stand-ins.ts" };
    const leaders = descendants(this.#child!.pid!).filter((pid) =>
      names.some((name) => commandLine(pid).some((word) => word.endsWith(programs[name]))),
    );
    for (const pid of leaders) process.kill(-pid, "SIGKILL");
    const isOver = async () => leaders.every((pid) => beginning(pid) === undefined);
    await until("the killed to be gone", isOver);
    return leaders.length;
  }

  /** Waits until the app says that it is ready and the executor takes its calls. @returns the seconds that took */
  async answers(): Promise<number> {
    const began = performance.now();
    const isReady = async () =>
      (await send(this, "GET", "/api/ready").catch(() => null))?.status === 200 &&
      (await send(this, "PUT", "/api/inngest").catch(() => null))?.status === 200;
    await until("the stack to answer again", isReady, 120);
    return (performance.now() - began) / 1_000;
  }

  /** What stands in the unsubscribe link of a message (lib/messaging/unsubscribe/policy.ts), by this stack's secret. */
  unsubscribeToken({ organization, id }: { organization: string; id: string }): string {
    const { AUTH_SECRET } = loadSecrets(this.folder);
    const claim = Buffer.from(`${organization}${id}`.replaceAll("-", ""), "hex");
    const mac = createHmac("sha256", AUTH_SECRET).update("unsubscribe\n").update(claim).digest();
    return Buffer.concat([claim, mac.subarray(0, 16)]).toString("base64url");
  }

  /** Ends it in order and removes its folder. */
  async remove(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await new Promise((resolve) => child.once("exit", resolve));
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The process of the app, which its supervisor starts again when it has ended. */
  appProcess(): number {
    const all = descendants(this.#child?.pid ?? 0);
    const lines = execFileSync("ps", ["-o", "pid=,args=", "-p", all.join(",")], { encoding: "utf8" });
    const line = lines.split("\n").find((text) => text.includes("eios-server.mjs"));
    if (!line) throw new Error("The app does not run.");
    return Number.parseInt(line, 10);
  }

  get host(): string {
    return new URL(this.#now.app).host;
  }
  get mail(): string {
    return this.#now.mail;
  }
  /** The database's address in the owner's name, who sees every row. */
  database(name: "eios" | "stand_ins"): string {
    return Object.assign(new URL(this.#now.ownerDatabase), { pathname: `/${name}` }).href;
  }

  get #now(): Told {
    if (!this.#told) throw new Error("The stack was not started.");
    return this.#told;
  }
}

const isPostgres = (pid: number): boolean => /(^|\/)postgres\b/.test(commandLine(pid)[0] ?? "");

/** The words of a process' command line, as Linux tells them; none of one that is gone. */
function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
