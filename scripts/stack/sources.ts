import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the build is made of, and nothing that is made by it. */
const ROOTS = [
  ...[
    "app",
    "components",
    "db",
    "inngest",
    "lib",
    "messages",
    "public",
    "scripts/build-site.ts",
    "scripts/build.ts",
  ],
  ...[
    "scripts/stack/front",
    "scripts/stack/front.ts",
    "scripts/stack/drain.ts",
    "server.ts",
    "middleware.ts",
    "instrumentation.ts",
  ],
  ...["next.config.mjs", "postcss.config.mjs", "tsconfig.json", "package.json", "package-lock.json"],
];
const MADE = /(\.test\.tsx?|\.generated\.\w+|\.sql|\.md)$|^public\/(fonts|site)(\/|$)|\.DS_Store$/;

/**
 * One hash over everything the build depends on: sources, configuration, the lock file, this Node, and the
 * variables that Next writes into the browser's code.
 */
export function sourceHash(root: string): string {
  const hash = createHash("sha256").update(process.version);
  for (const name of Object.keys(process.env)
    .filter((key) => key.startsWith("NEXT_PUBLIC_"))
    .sort()) {
    hash.update(`${name}=${process.env[name]}\0`);
  }
  for (const path of ROOTS.flatMap((start) => files(root, start)).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

const marker = (root: string) => join(root, ".next", "eios-sources");

/** Whether the build that is there is whole, and was made of these very sources. */
export function isBuilt(root: string, hash: string): boolean {
  const whole = existsSync(join(root, ".next", "BUILD_ID")) && existsSync(marker(root));
  return whole && readFileSync(marker(root), "utf8") === hash;
}

/** Says that what is there is no whole build any more; the first thing a build does. */
export function markUnbuilt(root: string): void {
  rmSync(marker(root), { force: true });
}

/** Writes down what the build was made of; the last thing a build does. */
export function markBuilt(root: string, hash: string): void {
  writeFileSync(marker(root), hash);
}

function files(root: string, path: string): string[] {
  if (MADE.test(path)) return [];
  try {
    const entries = readdirSync(join(root, path), { withFileTypes: true });
    return entries.flatMap((entry) => {
      const inside = `${path}/${entry.name}`;
      if (entry.isDirectory()) return files(root, inside);
      return MADE.test(inside) ? [] : [inside];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [path];
    return [];
  }
}
