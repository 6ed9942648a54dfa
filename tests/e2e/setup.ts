import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What `npm run up -- --json` says when everything is up. */
export type Stack = { app: string; root: string; mail: string; database: string };

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Starts the whole product on a temporary folder, as anybody would, and leaves its addresses to the tests. */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), "eios-e2e-"));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ["node_modules/tsx/dist/cli.mjs", "scripts/up.ts", "--json", "--port", `${port}`, "--data-dir", folder],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RATE_LIMIT_SCALE: "100" } },
  );
  const stack = await ready(child);
  process.env.EIOS_STACK = JSON.stringify(stack);
  return async () => {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("close", resolve));
    rmSync(folder, { recursive: true, force: true });
  };
}

async function ready(child: ChildProcess): Promise<Stack> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const said = JSON.parse(line) as Stack & { ready: boolean };
    if (said.ready) return said;
  }
  throw new Error("The stack ended before it was ready.");
}

/** The addresses of the running stack, for a test. */
export const stack = (): Stack => JSON.parse(process.env.EIOS_STACK!) as Stack;
