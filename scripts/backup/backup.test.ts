import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEverything } from "@/tests/contract/everything";
import { tablesOf } from "./catalogue";
import { backup } from "./dump";
import { restore } from "./load";

const source = () => process.env.DATABASE_OWNER_URL!;
const folder = mkdtempSync(join(tmpdir(), "eios-backup-"));
const target = `restored_${process.pid}`;
const at = (name: string) => Object.assign(new URL(source()), { pathname: `/${name}` }).href;
let admin: postgres.Sql;

/** Constraints, indexes, triggers, policies and grants: what a database is beside its rows. */
async function shapeOf(url: string): Promise<string[]> {
  const sql = postgres(url, { max: 1 });
  const rows = await sql<{ line: string }[]>`
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as line
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select format('%s %s %s %s %s', tablename, policyname, roles, qual, with_check) from pg_policies
    union all select format('%s %s %s', relname, relrowsecurity, relforcerowsecurity) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    union all select format('%s %s %s', table_name, grantee, privilege_type) from information_schema.role_table_grants where table_schema = 'public'`;
  await sql.end();
  return rows.map(({ line }) => line).sort();
}

beforeAll(async () => {
  admin = postgres(at("postgres"), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${target}`);
  await createEverything();
  const sql = postgres(source(), { max: 1 });
  // Long enough that its bytes come in many packets, and wide enough that some tables end in the middle of one.
  await sql`insert into idempotency_keys (actor, key, request_hash, body)
    select 'a', n::text, 'h', repeat(md5(n::text), 40) from generate_series(1, 5000) n`;
  await sql`update users set name = ${"tab\there, line\nbreak, \\ and “quotes”, مرحبا"}`;
  await sql.end();
});
afterAll(async () => {
  await admin.unsafe(`drop database ${target} with (force)`);
  await admin.end();
  rmSync(folder, { recursive: true, force: true });
});

describe("a backup", () => {
  const file = join(folder, "one.tar");

  it("holds every table, and comes back equal in rows, constraints, policies and sequences", async () => {
    const blobFolder = join(folder, "blob");
    const made = await backup(source(), file, { blobFolder });
    const sql = postgres(source(), { max: 1 });
    const there = await tablesOf(sql);
    const [next] = await sql`select last_value from drizzle.__drizzle_migrations_id_seq`;
    await sql.end();
    expect(made.tables.map(({ name }) => name)).toEqual(there.map(({ name }) => name));
    expect(made.tables.find(({ name }) => name === "guests")!.rows).toBeGreaterThan(0);
    await restore(at(target), file);
    const again = await backup(at(target), join(folder, "again"));
    expect(again.tables).toEqual(made.tables);
    expect(again.sequences).toEqual(made.sequences);
    expect(again.sequences[0]!.lastValue).toBe(next!.last_value);
    expect(await shapeOf(at(target))).toEqual(await shapeOf(source()));
  });

  it("is not put over data unless told so, and is never written over", async () => {
    await expect(restore(at(target), file)).rejects.toThrow("This database has data");
    await expect(backup(source(), file)).rejects.toThrow("is there already");
    const { tables } = await restore(at(target), file, { over: true });
    expect((await backup(at(target), join(folder, "third"))).tables).toEqual(tables);
  });

  it("that is damaged is refused before anything is touched", async () => {
    const path = join(folder, "again", "public.guests.copy.gz");
    const bytes = readFileSync(path);
    bytes[bytes.length - 10]! ^= 1;
    writeFileSync(path, bytes);
    const before = (await backup(at(target), join(folder, "before"))).tables;
    await expect(restore(at(target), join(folder, "again"), { over: true })).rejects.toThrow("is damaged");
    expect((await backup(at(target), join(folder, "after"))).tables).toEqual(before);
  });
});

describe("an owner who is no superuser, as hosted databases give one", () => {
  it("backs up and restores all the same, though row-level security is forced on it", async () => {
    const role = `owner_${process.pid}`;
    const name = `${target}_plain`;
    await admin.unsafe(`create role ${role} login createrole password 'plain'`);
    for (const member of ["eios_tenant", "eios_trash", "eios_system", "eios_app"]) {
      await admin.unsafe(`grant ${member} to ${role} with admin option`);
    }
    await admin.unsafe(`create database ${name} owner ${role}`);
    const url = Object.assign(new URL(at(name)), { username: role, password: "plain" }).href;
    try {
      const made = await restore(url, join(folder, "one.tar"));
      expect((await backup(url, join(folder, "plain"))).tables).toEqual(made.tables);
      await expect(restore(url, join(folder, "one.tar"))).rejects.toThrow("This database has data");
    } finally {
      await admin.unsafe(`drop database ${name} with (force)`);
    }
  });
});
