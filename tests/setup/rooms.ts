import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { partykitPart } from "@/scripts/stack/parts";
import { freePort } from "@/scripts/stack/ports";

/** A PartyKit of the suite's own, with the rooms of this tree; the app of the suite speaks to it. */
export async function startRooms(): Promise<{ stop(): void }> {
  const dataDir = mkdtempSync(join(tmpdir(), "eios-rooms-"));
  const port = await freePort();
  process.env.PARTYKIT_HOST = `http://127.0.0.1:${port}`;
  const part = partykitPart({
    root: process.cwd(),
    dataDir,
    ports: { partykit: port },
    env: process.env,
  } as Parameters<typeof partykitPart>[0]);
  const server = spawn(part.command, part.args, {
    ...{ cwd: part.cwd, env: part.env, stdio: "ignore", detached: true },
  });
  const deadline = Date.now() + 50_000;
  while (!(await part.probe())) {
    if (Date.now() > deadline) throw new Error("PartyKit did not start.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    stop() {
      // PartyKit has children of its own: the group ends with it.
      if (server.pid) process.kill(-server.pid, "SIGKILL");
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
