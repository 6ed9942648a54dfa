import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate } from "@/scripts/migrate";
import { createTenant } from "@/tests/setup/tenant";

// What the login can do by itself, with nothing of our code between it and the tables.
let login: postgres.Sql;
let owner: postgres.Sql;
let tables: string[];
let other: string;

beforeAll(async () => {
  login = postgres(process.env.DATABASE_URL!, { max: 1, onnotice: () => {} });
  owner = postgres(process.env.DATABASE_OWNER_URL!, { max: 1, onnotice: () => {} });
  await createTenant();
  other = (await createTenant()).organizationId;
  tables = (
    await owner<{ name: string }[]>`
      select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'organization_id' order by 1`
  ).map((row) => row.name);
});
afterAll(async () => {
  await login.end();
  await owner.end();
});

it("every tenant table has forced row-level security and an organization that cannot be null", async () => {
  const lacking = await owner`
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and not (c.relrowsecurity and c.relforcerowsecurity and a.attnotnull)`;
  expect(lacking).toEqual([]);
  expect(tables.length).toBeGreaterThan(15);
});

it("the login without a scope, and with a stranger's, sees and changes no row of any tenant table", async () => {
  for (const scope of ["", `{${other}}`]) {
    await login`select set_config('app.orgs', ${scope}, false)`;
    for (const table of [...tables, "organizations"]) {
      const column = table === "organizations" ? "id" : "organization_id";
      const [seen] = await login.unsafe(
        `select count(*)::int as n from ${table} where ${column} <> '${other}'`,
      );
      expect([table, seen!.n]).toEqual([table, 0]);
      const changed = await login
        .unsafe(`update ${table} set ${column} = ${column} where ${column} <> '${other}'`)
        .catch((error: postgres.PostgresError) => ({ count: error.code === "42501" ? 0 : error.message }));
      expect([table, changed.count]).toEqual([table, 0]);
    }
  }
});

it("tables of people are closed to tenants", async () => {
  for (const table of ["users", "sessions", "accounts", "sign_in_codes", "idempotency_keys"]) {
    await expect(login.unsafe(`select * from ${table}`)).rejects.toMatchObject({ code: "42501" });
  }
});

it("the audit log cannot be rewritten by a tenant", async () => {
  await expect(login`update audit_log set action = 'x'`).rejects.toMatchObject({ code: "42501" });
  await expect(login`delete from audit_log`).rejects.toMatchObject({ code: "42501" });
});

it("is made again without locking a table that has it, and anew where somebody weakened it", async () => {
  const policies = () =>
    owner`select tablename, policyname, roles::text, qual, with_check from pg_policies where schemaname = 'public' order by 1, 2`;
  const rights = () =>
    owner`select table_name, grantee, privilege_type from information_schema.role_table_grants
           where table_schema = 'public' and grantee like 'eios%' order by 1, 2, 3`;
  const before = [await policies(), await rights()];
  // A reader of every table: nothing that stops readers could be done beside them.
  await login.begin(async (tx) => {
    for (const table of tables) await tx.unsafe(`select from ${table} limit 1`);
    await migrate(process.env.DATABASE_OWNER_URL!);
  });
  expect([await policies(), await rights()]).toEqual(before);
  await owner`alter table guests no force row level security`;
  await owner`drop policy trash_rows on events`;
  await migrate(process.env.DATABASE_OWNER_URL!);
  expect([await policies(), await rights()]).toEqual(before);
  const [guests] = await owner`select relforcerowsecurity as forced from pg_class where relname = 'guests'`;
  expect(guests).toEqual({ forced: true });
});
