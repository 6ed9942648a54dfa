import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import postgres from "postgres";
import { extract } from "tar";
import { migrate } from "../migrate";
import { copyOut, type Manifest, nameOf, quote, type Sql, steady, Tally, tablesOf } from "./catalogue";
import { copyBlobs, fileOf, hashOf } from "./dump";

const MIGRATIONS = join(import.meta.dirname, "../../db/migrations");
/** Tables that a migration fills by itself: rows in them are nobody's data. */
const BROUGHT = ["plans"];

/**
 * Puts a backup into a database: checks every file against its hash first, then makes the schema the backup had,
 * fills it and compares counts and hashes, all in one transaction, and at last brings it to the present schema. It
 * is there as a whole or not at all.
 *
 * @param from what `backup` wrote
 * @param options.over puts it in the place of the data that is there; without it such a database is refused
 * @param options.blobFolder where this machine keeps blobs; those of the backup are put there
 * @throws Error in a sentence for what a person has to decide or mend; PostgresError
 */
export async function restore(
  ownerUrl: string,
  from: string,
  options: { over?: boolean; blobFolder?: string; appPassword?: string } = {},
): Promise<Manifest> {
  const { folder, remove } = await open(from);
  try {
    const manifest = await check(folder);
    await fill(ownerUrl, folder, manifest, options.over ?? false);
    await migrate(ownerUrl, { appPassword: options.appPassword });
    if (manifest.blobs && options.blobFolder) await copyBlobs(join(folder, "blobs"), options.blobFolder);
    return manifest;
  } finally {
    await remove();
  }
}

async function open(from: string): Promise<{ folder: string; remove: () => Promise<void> }> {
  if (!existsSync(from)) throw new Error(`There is no ${from}.`);
  if ((await stat(from)).isDirectory()) return { folder: from, remove: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), "eios-restore-"));
  await extract({ file: from, cwd: folder });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Reads the whole backup once and holds it against its own hashes, before anything is touched. */
async function check(folder: string): Promise<Manifest> {
  const file = join(folder, "manifest.json");
  if (!existsSync(file)) throw new Error("This is no whole backup: it has no manifest.json.");
  const manifest = JSON.parse(await readFile(file, "utf8")) as Manifest;
  if (manifest.format !== 1)
    throw new Error(`This backup has the format ${manifest.format}; this EIOS reads 1.`);
  const ours = migrationFiles().map(({ hash }) => hash);
  if (manifest.migrations.some((hash, at) => hash !== ours[at])) {
    throw new Error("This backup is of another line of migrations: restore it with the EIOS that made it.");
  }
  for (const table of manifest.tables) {
    const tally = new Tally();
    const path = join(folder, fileOf(table));
    const damaged = () => new Error(`${fileOf(table)} is damaged or missing; nothing was changed.`);
    await pipeline(createReadStream(path), createGunzip(), tally, nowhere()).catch(() => {
      throw damaged();
    });
    if (tally.rows !== table.rows || tally.sha256 !== table.sha256) throw damaged();
  }
  for (const { path, sha256 } of manifest.blobs ?? []) {
    const isWhole = await hashOf(join(folder, "blobs", path)).then(
      (sum) => sum === sha256,
      () => false,
    );
    if (!isWhole) throw new Error(`blobs/${path} is damaged or missing; nothing was changed.`);
  }
  return manifest;
}

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

async function fill(ownerUrl: string, folder: string, manifest: Manifest, over: boolean): Promise<void> {
  const pool = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await pool.begin(async (sql) => {
      await sql.unsafe(steady).simple();
      await sql.unsafe("select pg_advisory_xact_lock(7266)");
      const there = await tablesOf(sql);
      const full = over ? [] : await withRows(sql, there);
      if (full.length > 0) {
        throw new Error(
          `This database has data (${full.slice(0, 3).join(", ")}${full.length > 3 ? ", …" : ""}): restore into an empty one, or add --over to put the backup in its place.`,
        );
      }
      for (const table of there) await sql.unsafe(`drop table ${nameOf(table)} cascade`);
      await sql.unsafe("create extension if not exists pg_trgm");
      await makeSchema(sql, manifest);
      const later = await setAside(sql);
      for (const table of manifest.tables) {
        const columns = table.columns.map(quote).join(", ");
        const copy = await sql.unsafe(`copy ${nameOf(table)} (${columns}) from stdin`).writable();
        await pipeline(createReadStream(join(folder, fileOf(table))), createGunzip(), copy);
      }
      for (const statement of later) await sql.unsafe(statement);
      for (const { schema, name, lastValue, isCalled } of manifest.sequences) {
        await sql.unsafe("select setval($1::regclass, $2::bigint, $3)", [
          nameOf({ schema, name }),
          lastValue,
          isCalled,
        ]);
      }
      await compare(sql, manifest);
    });
    await pool.unsafe("analyze");
  } finally {
    await pool.end();
  }
}

/** Tables that hold something; row-level security would hide it from an owner who is no superuser. */
async function withRows(sql: Sql, tables: Awaited<ReturnType<typeof tablesOf>>): Promise<string[]> {
  const full: string[] = [];
  const [role] = await sql.unsafe("select from pg_roles where rolname = 'eios_system'");
  if (role) await sql.unsafe("set local role eios_system");
  for (const table of tables.filter(({ schema, name }) => schema === "public" && !BROUGHT.includes(name))) {
    if ((await sql.unsafe(`select from ${nameOf(table)} limit 1`)).length > 0) full.push(table.name);
  }
  if (role) await sql.unsafe("reset role");
  return full;
}

type Entry = { hash: string; statements: string[] };

/** The migrations as drizzle-kit wrote them, each with the hash under which drizzle notes it. */
function migrationFiles(): Entry[] {
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, "meta/_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  return journal.entries.map(({ tag }) => {
    const text = readFileSync(join(MIGRATIONS, `${tag}.sql`), "utf8");
    return {
      hash: createHash("sha256").update(text).digest("hex"),
      statements: text.split("--> statement-breakpoint"),
    };
  });
}

/** The schema of the backup's day; drizzle's own table is made as drizzle makes it, its rows are the backup's. */
async function makeSchema(sql: Sql, manifest: Manifest): Promise<void> {
  await sql.unsafe("create schema if not exists drizzle");
  await sql.unsafe(
    "create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
  );
  for (const { statements } of migrationFiles().slice(0, manifest.migrations.length)) {
    for (const statement of statements) await sql.unsafe(statement);
  }
}

/** Drops what slows loading down or asks for an order of tables, and returns the statements that make it again. */
async function setAside(sql: Sql): Promise<string[]> {
  const indexes = await sql.unsafe<{ name: string; make: string }[]>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as make
      from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace = 'public'::regnamespace and not i.indisunique`);
  const keys = await sql.unsafe<{ tableName: string; name: string; make: string }[]>(`
    select conrelid::regclass::text as "tableName", quote_ident(conname) as name, pg_get_constraintdef(oid) as make
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`);
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  for (const { tableName, name } of keys)
    await sql.unsafe(`alter table ${tableName} drop constraint ${name}`);
  return [
    ...indexes.map(({ make }) => make),
    ...keys.map(({ tableName, name, make }) => `alter table ${tableName} add constraint ${name} ${make}`),
  ];
}

/** Reads every table back as it was read for the backup. @throws Error where a count or hash differs */
async function compare(sql: Sql, manifest: Manifest): Promise<void> {
  const wanted = new Map(manifest.tables.map((table) => [nameOf(table), table]));
  for (const table of await tablesOf(sql)) {
    const tally = await copyOut(sql, table, nowhere());
    const { rows = 0, sha256 = tally.sha256 } = wanted.get(nameOf(table)) ?? {};
    if (tally.rows !== rows || tally.sha256 !== sha256) {
      throw new Error(
        `${table.name} did not come back as it was (${tally.rows} rows of ${rows}); nothing was changed.`,
      );
    }
  }
}
