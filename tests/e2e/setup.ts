import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What `npm run up -- --json` says when everything is up. */
export type Stack = { app: string; root: string; mail: string; database: string; ownerDatabase: string };

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/**
 * Starts the whole product with its demo on a temporary folder, as anybody would, and leaves its addresses to the
 * tests. It builds first where the build is older than the sources. With EIOS_STACK set (the line of JSON that
 * `npm run up -- --json` prints) the tests run against that one, which must have RATE_LIMIT_SCALE=100.
 */
export default async function setup() {
  if (process.env.EIOS_STACK) return;
  const folder = mkdtempSync(join(tmpdir(), "eios-e2e-"));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ["scripts/stack/run.mjs", "scripts/up.ts", "--json", "--port", `${port}`, "--data-dir", folder],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RATE_LIMIT_SCALE: "100" } },
  );
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await closed;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    process.env.EIOS_STACK = JSON.stringify(await ready(child));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function ready(child: ChildProcess): Promise<Stack> {
  for await (const line of createInterface({ input: child.stdout! })) {
    // Next's build speaks on the same stream.
    const said = line.startsWith("{") ? (JSON.parse(line) as Stack & { ready: boolean }) : null;
    if (said?.ready) return said;
  }
  throw new Error("The stack ended before it was ready.");
}

/** The addresses of the running stack, for a test. */
export const stack = (): Stack => JSON.parse(process.env.EIOS_STACK!) as Stack;
