import type { ExtractTablesWithRelations } from "drizzle-orm";
import { sql } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/lib/clients/env";
import type { Scope } from "@/lib/tenancy/scope";
import * as schema from "./schema";

export type Tx = PgTransaction<
  PostgresJsQueryResultHKT,
  typeof schema,
  ExtractTablesWithRelations<typeof schema>
>;
type DatabaseRole = "eios_tenant" | "eios_trash" | "eios_system";

const connect = () => {
  const client = postgres(env().DATABASE_URL, {
    max: env().DATABASE_POOL,
    // A pooler in transaction mode (Neon, Supabase, pgbouncer) keeps no prepared statements between transactions.
    prepare: env().DATABASE_PREPARE,
    onnotice: () => {},
    connection: { application_name: "eios" },
  });
  // Drizzle asks its client for a transaction by `begin`; ours does not wait for the answers to it.
  const eager = new Proxy(client, {
    get: (target, name) => (name === "begin" ? beginEagerly : Reflect.get(target, name)),
  });
  const beginEagerly = <T>(fn: (sql: postgres.ReservedSql) => Promise<T>) => eagerly(client, fn);
  return { client, database: drizzle(eager, { schema, casing: "snake_case" }) };
};

/**
 * A transaction whose BEGIN travels with its first statements: one round trip less than waiting for it. Should the
 * connection break and come back in between, a statement outside of the transaction has the login's rights, that is none.
 */
async function eagerly<T>(client: postgres.Sql, fn: (sql: postgres.ReservedSql) => Promise<T>): Promise<T> {
  const connection = await client.reserve();
  try {
    const [, result] = await Promise.all([connection.unsafe("begin").execute(), fn(connection)]);
    await connection.unsafe("commit");
    return result;
  } catch (error) {
    await connection.unsafe("rollback").catch(() => undefined);
    throw error;
  } finally {
    connection.release();
  }
}

// One pool a process, though a development server evaluates this module again and again.
const slot = globalThis as { [key: symbol]: ReturnType<typeof connect> | undefined };
const key = Symbol.for("eios.database");
const pool = () => {
  slot[key] ??= connect();
  return slot[key];
};

/** How far the database's clock is ahead of this process', from its last answer, in milliseconds. */
let ahead: number | null = null;

type Sight = Pick<Scope, "organizationIds" | "projectIds">;
const nothing: Sight = { organizationIds: [], projectIds: null };

/** A list of ids as PostgreSQL reads an array; null is the setting's "everything". */
const setting = (ids: readonly string[] | null) => (ids === null ? "" : `{${ids.join(",")}}`);

/** Sets the transaction's role and organizations and asks for the database's time, in one statement. */
async function enter(tx: Tx, role: DatabaseRole, sees: Sight, readOnly: boolean): Promise<Date> {
  const asked = Date.now();
  const [row] = await tx.execute<{ now: Date }>(
    sql`select set_config('role', ${role}, true), set_config('app.orgs', ${setting(sees.organizationIds)}, true),
               set_config('app.projects', ${setting(sees.projectIds)}, true),
               set_config('transaction_read_only', ${readOnly ? "on" : "off"}, true), now() as now`,
  );
  const now = new Date(row!.now);
  ahead = now.getTime() - (asked + Date.now()) / 2;
  return now;
}

function transact<T>(role: DatabaseRole, sees: Sight, fn: (tx: Tx, now: Date) => Promise<T>) {
  return pool().database.transaction(async (tx) => fn(tx, await enter(tx, role, sees, false)));
}

/**
 * Runs fn in one read-only transaction of the scope's organizations: a reader cannot change anything, whatever its
 * code says. Its first query leaves together with BEGIN and the scope, and nobody waits for the end of it; the time
 * it is given is reckoned from the database's last answer.
 */
export async function readTenant<T>(scope: Scope, fn: (tx: Tx, now: Date) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    pool()
      .database.transaction(async (tx) => {
        const entered = enter(tx, "eios_tenant", scope, true);
        const now = ahead === null ? await entered : new Date(Date.now() + ahead);
        const [result] = await Promise.all([fn(tx, now), entered]);
        resolve(result);
      })
      .catch(reject);
  });
}

/**
 * Runs fn in one transaction that sees and changes the rows of the scope's organizations (and projects, of a narrowed member) only, deleted ones hidden.
 *
 * @param fn gets the transaction and the database's time at its beginning
 */
export const withTenant = <T>(scope: Scope, fn: (tx: Tx, now: Date) => Promise<T>): Promise<T> =>
  transact("eios_tenant", scope, fn);

/**
 * Runs fn in one transaction that sees every row. Only files named in scripts/check-structure.ts may call it.
 *
 * @param reason why no tenant's scope will do; shown in the structure check's list
 */
export const asSystem = <T>(_reason: string, fn: (tx: Tx, now: Date) => Promise<T>): Promise<T> =>
  transact("eios_system", nothing, fn);

/**
 * Lends a running transaction another role for one piece of work: `trash` to delete and restore (same
 * organizations, deleted rows too), `system` for tables that belong to no tenant.
 */
export async function lend<T>(tx: Tx, role: "trash" | "system", fn: (tx: Tx) => Promise<T>): Promise<T> {
  await tx.execute(sql`select set_config('role', ${`eios_${role}`}, true)`);
  // A failed statement ends the transaction anyway, and its settings with it: no need for finally.
  const result = await fn(tx);
  await tx.execute(sql`select set_config('role', 'eios_tenant', true)`);
  return result;
}

/** Ends the pool's connections; for tests and scripts that want to exit. */
export async function closeDatabase(): Promise<void> {
  await slot[key]?.client.end({ timeout: 5 });
  slot[key] = undefined;
}
