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
  return { client, database: drizzle(client, { schema, casing: "snake_case" }) };
};

// One pool a process, though a development server evaluates this module again and again.
const slot = globalThis as { [key: symbol]: ReturnType<typeof connect> | undefined };
const key = Symbol.for("eios.database");
const pool = () => {
  slot[key] ??= connect();
  return slot[key];
};

/** Begins a transaction as a role that sees the given organizations, and tells the database's clock. */
function transact<T>(role: DatabaseRole, orgs: readonly string[], fn: (tx: Tx, now: Date) => Promise<T>) {
  return pool().database.transaction(async (tx) => {
    const [row] = await tx.execute<{ now: Date }>(
      sql`select set_config('role', ${role}, true), set_config('app.orgs', ${`{${orgs.join(",")}}`}, true), now() as now`,
    );
    return fn(tx, new Date(row!.now));
  });
}

/**
 * Runs fn in one transaction that sees and changes the rows of the scope's organizations only, deleted ones hidden.
 *
 * @param fn gets the transaction and the database's time at its beginning
 */
export const withTenant = <T>(scope: Scope, fn: (tx: Tx, now: Date) => Promise<T>): Promise<T> =>
  transact("eios_tenant", scope.organizationIds, fn);

/**
 * Runs fn in one transaction that sees every row. Only files named in scripts/check-structure.ts may call it.
 *
 * @param reason why no tenant's scope will do; shown in the structure check's list
 */
export const asSystem = <T>(_reason: string, fn: (tx: Tx, now: Date) => Promise<T>): Promise<T> =>
  transact("eios_system", [], fn);

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
