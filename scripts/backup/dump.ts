import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import postgres from "postgres";
import { create } from "tar";
import { copyOut, type Manifest, nameOf, type Sql, steady, tablesOf } from "./catalogue";

/** The file of a table inside of a backup. */
export const fileOf = ({ schema, name }: { schema: string; name: string }) => `${schema}.${name}.copy.gz`;

/**
 * Writes a backup: every table by COPY in one repeatable-read snapshot, so that it is one moment of the whole
 * database while people go on working, and the blobs where they are on this machine. A backup that was cut short
 * keeps the ending `.partial`.
 *
 * @param ownerUrl the owner's connection string; rows are read as eios_system, whom row-level security hides nothing
 * @param to a folder, or a file that ends in `.tar`; neither may be there yet
 * @throws Error in a sentence when the target is taken; PostgresError
 */
export async function backup(
  ownerUrl: string,
  to: string,
  options: { blobFolder?: string } = {},
): Promise<Manifest> {
  if (existsSync(to))
    throw new Error(`${to} is there already: name another file, backups are never written over.`);
  const isTar = to.endsWith(".tar");
  const partial = `${to}.partial`;
  const folder = isTar ? `${partial}.d` : partial;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const manifest = await dumpDatabase(ownerUrl, folder);
  manifest.blobs = options.blobFolder ? await copyBlobs(options.blobFolder, join(folder, "blobs")) : null;
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest, null, 1), { mode: 0o600 });
  if (isTar) {
    await create({ file: partial, cwd: folder, mode: 0o600, portable: true }, ["."]);
    await rm(folder, { recursive: true });
  }
  await rename(partial, to);
  return manifest;
}

async function dumpDatabase(ownerUrl: string, folder: string): Promise<Manifest> {
  const pool = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    return await pool.begin("isolation level repeatable read read only", async (sql) => {
      await sql.unsafe(steady).simple();
      const [about] = await sql.unsafe<{ now: Date; version: string }[]>(
        `select now() as now, current_setting('server_version') as version`,
      );
      const sequences = await sequencesOf(sql);
      await sql.unsafe("set local role eios_system");
      const migrations = await sql.unsafe<{ hash: string }[]>(
        "select hash from drizzle.__drizzle_migrations order by id",
      );
      const tables: Manifest["tables"] = [];
      for (const table of await tablesOf(sql)) {
        const file = createWriteStream(join(folder, fileOf(table)), { mode: 0o600 });
        const tally = await copyOut(sql, table, createGzip({ level: 3 }), file);
        const { schema, name, columns } = table;
        tables.push({ schema, name, columns, rows: tally.rows, sha256: tally.sha256 });
      }
      return {
        ...{ format: 1, takenAt: about!.now.toISOString(), postgres: about!.version },
        ...{ migrations: migrations.map(({ hash }) => hash), tables, sequences, blobs: null },
      };
    });
  } finally {
    await pool.end();
  }
}

/** Where each sequence stands; it belongs to no snapshot, and may only be ahead of the rows. */
async function sequencesOf(sql: Sql): Promise<Manifest["sequences"]> {
  const found = await sql.unsafe<{ schema: string; name: string }[]>(
    `select schemaname as schema, sequencename as name from pg_sequences where schemaname in ('public', 'drizzle') order by 1, 2`,
  );
  const sequences: Manifest["sequences"] = [];
  for (const one of found) {
    const [state] = await sql.unsafe<{ lastValue: string; isCalled: boolean }[]>(
      `select last_value::text as "lastValue", is_called as "isCalled" from ${nameOf(one)}`,
    );
    sequences.push({ ...one, ...state! });
  }
  return sequences;
}

/** Copies a folder of files, each with its size and hash; what is deleted in between was not in the backup. */
export async function copyBlobs(from: string, to: string): Promise<NonNullable<Manifest["blobs"]>> {
  const files: NonNullable<Manifest["blobs"]> = [];
  if (!existsSync(from)) return files;
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const path = relative(from, source);
    const target = join(to, path);
    await mkdir(dirname(target), { recursive: true });
    try {
      await copyFile(source, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") continue;
      throw error;
    }
    files.push({ path, size: (await stat(target)).size, sha256: await hashOf(target) });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** SHA-256 of a file, in hex. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
