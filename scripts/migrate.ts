import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { installation } from "./stack/installation";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Brings a database to the present schema: roles, migrations, row-level security, the first plans. Repeatable.
 *
 * @param ownerUrl the owner's connection string; it needs CREATEROLE the first time
 * @param options.appPassword sets the password of the login role eios_app
 * @param options.migrations another folder of migrations, applied without what follows them: an earlier state
 * @throws PostgresError when the owner may not do one of the steps
 */
export async function migrate(
  ownerUrl: string,
  options: { appPassword?: string; migrations?: string } = {},
): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    // Two deploys at once: the second waits for the first.
    await sql`select pg_advisory_lock(7266)`;
    await createRoles(sql, options.appPassword);
    await sql`create extension if not exists pg_trgm`;
    const migrationsFolder = options.migrations ?? here("../db/migrations");
    await patiently(sql, () => runMigrations(drizzle(sql), { migrationsFolder }));
    if (options.migrations) return;
    for (const file of ["rls", "plans"]) {
      const text = await readFile(here(`../db/${file}.sql`), "utf8");
      for (const statements of text.split("--> statement-breakpoint")) {
        await patiently(sql, () => sql.unsafe(statements).simple());
      }
    }
  } finally {
    await sql.end();
  }
}

/** What one waits for a lock before everybody behind has waited long enough, in milliseconds. */
const PATIENCE = 400;

/**
 * Does work that locks tables without ever standing in the way for long: whoever asks for a table's lock also stops
 * all who come after, so it gives up after PATIENCE (which is before PostgreSQL looks for deadlocks, so that it is
 * never a request that is sacrificed), lets them pass, and tries again, for five minutes.
 */
async function patiently(sql: postgres.Sql, work: () => Promise<unknown>): Promise<void> {
  await sql.unsafe(`set lock_timeout = '${PATIENCE}ms'`);
  const end = Date.now() + 300_000;
  for (;;) {
    try {
      await work();
      break;
    } catch (error) {
      const { code, cause } = error as { code?: string; cause?: { code?: string } };
      const isBusy = ["55P03", "40P01"].includes(code ?? cause?.code ?? "");
      if (!isBusy || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400));
    }
  }
  await sql.unsafe("reset lock_timeout");
}

async function createRoles(sql: postgres.Sql, appPassword: string | undefined) {
  for (const role of ["eios_tenant", "eios_trash", "eios_system", "eios_app"]) {
    await sql
      .unsafe(`create role ${role} ${role === "eios_app" ? "login noinherit" : "nologin noinherit"}`)
      // Roles belong to the whole cluster: another database of it may have made them, even this moment.
      .catch((error: postgres.PostgresError) => {
        if (!["42710", "23505"].includes(error.code)) throw error;
      });
  }
  if (appPassword !== undefined) {
    await sql.unsafe(`alter role eios_app password '${appPassword.replaceAll("'", "''")}'`);
  }
  // The owner hands functions to the system role (db/rls.sql), so it must be able to become it.
  await sql`grant eios_system to current_user`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { env } = installation(here(".."), resolve(".eios"));
  const url = env.DATABASE_OWNER_URL;
  if (!url) {
    console.error(
      "DATABASE_OWNER_URL is not set. Example: postgres://eios_owner:secret@db.example.com:5432/eios",
    );
    process.exit(1);
  }
  await migrate(url, { appPassword: env.DATABASE_APP_PASSWORD });
  console.log("The database has the present schema.");
}
