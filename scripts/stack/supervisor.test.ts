import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Lock } from "./lock";
import { accepts, freePort } from "./ports";
import { beginning, isAlive } from "./processes";
import { type Part, Supervisor } from "./supervisor";

// A server with a child of its own, as PostgreSQL and PartyKit have them; it tells its pid and that of the child.
const SERVER = `
  const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const server = require("node:http").createServer((req, res) => res.end(JSON.stringify([process.pid, child.pid])));
  server.listen(Number(process.env.PORT), "127.0.0.1");
  process.on("SIGTERM", () => { console.log("asked to end"); server.close(); child.kill(); process.exit(0); });
`;

let folder: string;
let port: number;
let lock: Lock;
let supervisor: Supervisor;
let told: string[];

const part = (script = SERVER): Part => ({
  name: "server",
  command: process.execPath,
  args: ["-e", script],
  env: { ...process.env, PORT: String(port) },
  cwd: folder,
  probe: () => accepts(port),
  signal: "SIGTERM",
  graceMs: 5_000,
});

const pids = async (): Promise<[number, number]> => (await fetch(`http://127.0.0.1:${port}`)).json();
const log = () => readFileSync(join(folder, "logs/server.log"), "utf8");

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "eios-supervisor-"));
  port = await freePort();
  lock = await Lock.take(folder, "http://app.localhost:3000");
  told = [];
  supervisor = new Supervisor(folder, lock, (name, what) => told.push(`${name} ${what}`));
});
afterEach(async () => {
  await supervisor.end([]);
  lock.release();
  rmSync(folder, { recursive: true, force: true });
});

describe("a part", () => {
  it("is up when start returns, and gone with all it started when it is ended, having been asked first", async () => {
    await supervisor.start(part());
    const [leader, child] = await pids();
    await supervisor.end([["server"]]);
    expect([beginning(leader), beginning(child)]).toEqual([undefined, undefined]);
    expect(log()).toContain("asked to end");
    expect(told).toEqual([]);
  });

  it("is started again when it is killed, and what it left behind is ended", async () => {
    await supervisor.start(part());
    const [leader, child] = await pids();
    process.kill(leader, "SIGKILL");
    await vi.waitFor(() => expect(told.at(-1)).toBe("server runs again"), { timeout: 20_000 });
    expect((await pids())[0]).not.toBe(leader);
    expect(beginning(child)).toBeUndefined();
    expect(told[0]).toBe("server ended (SIGKILL); it is started again");
  });

  it("is started again when it lives but does not answer any more", async () => {
    const probe = () =>
      fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(300) }).then(Boolean, () => false);
    await supervisor.start({ ...part(), probe });
    const [leader] = await pids();
    process.kill(leader, "SIGSTOP");
    await vi.waitFor(() => expect(told.at(-1)).toBe("server runs again"), { timeout: 20_000 });
    expect((await pids())[0]).not.toBe(leader);
    expect(told[0]).toBe("server does not answer; it is started again");
  });

  it("that ends as it starts is told with the end of its log", async () => {
    const broken = supervisor.start(part('console.error("no such table"); process.exit(3)'));
    await expect(broken).rejects.toThrow(/server ended as it started\.\n[\s\S]*no such table/);
  });
});

describe("the lock", () => {
  it("refuses a second holder with a sentence that says what to do", async () => {
    // A process that is alive and is not us stands for the other supervisor.
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const record = {
      pid: other.pid,
      began: beginning(other.pid as number),
      address: "http://app.localhost:3000",
    };
    writeFileSync(join(folder, "lock.json"), JSON.stringify(record));
    await expect(Lock.take(folder, "x")).rejects.toThrow(
      /^EIOS is already running with the data in .* http:\/\/app\.localhost:3000\): end it with Ctrl-C there, or/,
    );
    other.kill();
  });

  it("is taken over from a killed holder, whose parts are ended with their children", async () => {
    const held = join(folder, "held");
    const holder = spawn(
      process.execPath,
      ["--import", "tsx", "tests/setup/holder.ts", held, String(port), SERVER],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(holder.stdout, "data");
    const [leader, child] = await pids();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    // Nobody is left to start it again, and what it had started lives on.
    process.kill(leader, "SIGKILL");
    expect(beginning(child)).toBeDefined();
    // The holder's pid lives, but as another process than the one that wrote it down.
    const dead = { pid: process.pid, began: "before", address: "" };
    writeFileSync(join(held, "lock.json"), JSON.stringify(dead));
    const taken = await Lock.take(held, "http://app.localhost:3001");
    expect(beginning(child)).toBeUndefined();
    expect(await accepts(port)).toBe(false);
    taken.release();
  });

  it("never ends a process that only has the number of a part", async () => {
    const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
    const pid = bystander.pid as number;
    lock.release();
    writeFileSync(
      join(folder, "parts.json"),
      JSON.stringify([{ name: "app", signal: "SIGTERM", pid, began: "x/1" }]),
    );
    lock = await Lock.take(folder, "x");
    expect(isAlive({ pid, began: beginning(pid) as string })).toBe(true);
    bystander.kill("SIGKILL");
  });

  it("says so when nothing can be written", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    await expect(Lock.take(join(file, "data"), "x")).rejects.toThrow(
      /^Nothing can be written in .*: make it writable/,
    );
    if (process.platform === "linux")
      await expect(Lock.take("/proc/eios", "x")).rejects.toThrow("Nothing can be");
  });
});

describe("the launcher", () => {
  const run = (args: string[], options: { cwd?: string } = {}) =>
    new Promise<{ code: number | null; err: string; out: string }>((resolve) => {
      const child = spawn(process.execPath, args, { cwd: options.cwd ?? process.cwd() });
      let [out, err] = ["", ""];
      child.stdout.on("data", (chunk) => {
        out += chunk;
      });
      child.stderr.on("data", (chunk) => {
        err += chunk;
      });
      child.once("close", (code) => resolve({ code, out, err }));
    });

  it("tells a Node that is too old in one sentence what is needed", async () => {
    const old = join(folder, "old.cjs");
    writeFileSync(old, `Object.defineProperty(process.versions, "node", { value: "18.20.4" });`);
    const { code, err } = await run(["--require", old, "scripts/stack/run.mjs", "scripts/up.ts"]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^EIOS needs Node 20\.12 or newer, and this is 18\.20\.4: install a newer one from \S+ and .*\n$/,
    );
  });

  it("tells whoever has not installed the packages to do so", async () => {
    mkdirSync(join(folder, "scripts"));
    writeFileSync(join(folder, "run.mjs"), readFileSync("scripts/stack/run.mjs"));
    const { code, err } = await run(["run.mjs", "scripts/up.ts"], { cwd: folder });
    expect({ code, err }).toEqual({ code: 1, err: "The packages are not installed: run npm ci first.\n" });
  });

  it.each([
    [["--port", "abc"], "--port abc is no port"],
    [["--prot", "3"], "Unknown option '--prot'"],
    [["--demo", "maybe"], "--demo maybe is neither on nor off"],
  ])("refuses %j in a sentence", async (args, words) => {
    const { code, out, err } = await run(["scripts/stack/run.mjs", "scripts/up.ts", "--json", ...args]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err.trim().split("\n")).toEqual([expect.stringContaining(words)]);
  });

  it("refuses a port that is taken, and leaves nothing running", async () => {
    await supervisor.start(part());
    const data = join(folder, "data");
    const args = ["scripts/up.ts", "--json", "--port", String(port), "--data-dir", data];
    const { code, out, err } = await run(["scripts/stack/run.mjs", ...args]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err.trim()).toBe(
      `Port ${port} is taken by another program: stop that one, or choose another port with --port ${port + 1}.`,
    );
    expect(() => readFileSync(join(data, "lock.json"))).toThrow("ENOENT");
  });
});

// Kept in step with package.json, which npm itself reads.
it("asks for the Node that package.json declares", () => {
  const { engines } = createRequire(import.meta.url)("../../package.json") as { engines: { node: string } };
  expect(readFileSync("scripts/stack/run.mjs", "utf8")).toContain(
    `[${engines.node.replace(">=", "").split(".").join(", ")}]`,
  );
});
