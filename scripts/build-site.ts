import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { FACES, type Face } from "../lib/scene/faces";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(join(root, "package.json"));

const short = (data: string | Buffer) => createHash("sha256").update(data).digest("hex").slice(0, 10);

/** Writes a file unless it stands there already, so that a second run touches nothing. */
async function put(path: string, data: string | Buffer): Promise<void> {
  const old = await readFile(path).catch(() => null);
  if (old?.equals(Buffer.from(data))) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data);
}

/** Removes what an earlier build left behind. */
async function keepOnly(folder: string, names: Set<string>): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!names.has(name)) await rm(join(folder, name), { force: true });
  }
}

async function fonts(): Promise<Record<string, { url: string; range: string; subset: string }[]>> {
  const files: Record<string, { url: string; range: string; subset: string }[]> = {};
  const kept = new Set<string>();
  await Promise.all(
    Object.entries(FACES).map(async ([id, known]) => {
      const face: Face = known;
      const folder = dirname(require.resolve(`${face.package}/package.json`));
      const ranges = JSON.parse(await readFile(join(folder, "unicode.json"), "utf8")) as Record<
        string,
        string
      >;
      files[id] = await Promise.all(
        face.subsets.map(async (subset) => {
          const stem = face.file.replace("{subset}", subset);
          const data = await readFile(join(folder, "files", `${stem}.woff2`));
          const name = `${stem}.${short(data)}.woff2`;
          kept.add(name);
          await put(join(root, "public/fonts/site", name), data);
          return { url: `/fonts/site/${name}`, range: ranges[subset] ?? "U+0-10FFFF", subset };
        }),
      );
    }),
  );
  await keepOnly(join(root, "public/fonts/site"), kept);
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function island(): Promise<{ url: string; integrity: string }> {
  const { outputFiles } = await build({
    entryPoints: [join(root, "lib/scene/island/island.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2020",
    legalComments: "none",
  });
  const data = Buffer.from(outputFiles[0]?.contents ?? []);
  const name = `island.${short(data)}.js`;
  await put(join(root, "public/site", name), data);
  await keepOnly(join(root, "public/site"), new Set([name]));
  return { url: `/site/${name}`, integrity: `sha384-${createHash("sha384").update(data).digest("base64")}` };
}

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /(?<!\.test|\.generated)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** One hash over everything that decides the bytes of a page, so that a new renderer recompiles what was published. */
async function rendererHash(assets: unknown): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(assets));
  for (const path of [
    ...(await sources("lib/scene")),
    ...(await sources("components/scene")),
    join(root, "messages/en/scene.json"),
  ]) {
    hash.update(await readFile(path));
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * Builds what guest pages load: the island into `public/site`, the fonts into `public/fonts/site`, both with their hash in
 * the name, and `lib/scene/assets.generated.ts`, which the compiler imports. Quick, and idempotent.
 */
export async function buildSite(): Promise<void> {
  const [files, script] = await Promise.all([fonts(), island()]);
  const renderer = await rendererHash({ files, script });
  const lines = [
    "// Written by scripts/build-site.ts. Not kept in git.",
    `export const RENDERER = ${JSON.stringify(renderer)};`,
    `export const ISLAND = ${JSON.stringify(script)};`,
    `export const FONT_FILES: Record<string, { url: string; range: string; subset: string }[]> = ${JSON.stringify(files, null, 2)};`,
    "",
  ];
  await put(join(root, "lib/scene/assets.generated.ts"), lines.join("\n"));
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) await buildSite();
