import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";
import { withBuildLock } from "./stack/build-lock";
import { isBuilt, markBuilt, markUnbuilt, sourceHash } from "./stack/sources";

const root = join(import.meta.dirname, "..");

/** What guests' sites are made of, written before Next looks at the sources. */
export async function prepareSite(): Promise<void> {
  const script = join(import.meta.dirname, "build-site.ts");
  if (!existsSync(script)) return;
  const { buildSite } = (await import(pathToFileURL(script).href)) as { buildSite: () => Promise<void> };
  await buildSite();
}

/** One plain file that runs server.ts: no loader stands between it and its requests. */
export async function bundleServer(): Promise<string> {
  const outfile = join(root, ".next", "eios-server.mjs");
  await bundle({
    entryPoints: [join(root, "server.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
  });
  return outfile;
}

function nextBuild(): Promise<void> {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as NodeJS.ProcessEnv;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [next, "build"], { cwd: root, env, stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error("next build failed."))));
  });
}

/** The whole build, and the hash of what it was made of. */
async function build(): Promise<void> {
  // Before the first step, so that an edit in the middle of the build makes the next start build again.
  const hash = sourceHash(root);
  if (process.argv.includes("--if-needed") && isBuilt(root, hash)) return;
  markUnbuilt(root);
  await prepareSite();
  await nextBuild();
  await bundleServer();
  markBuilt(root, hash);
}

if (process.argv[1] === import.meta.filename) {
  withBuildLock(root, () => console.log("Waiting for another build …"), build).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
