import type { ExtractTablesWithRelations } from "drizzle-orm";
import { sql } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { env } from "@/lib/clients/env";
import { span } from "@/lib/clients/telemetry";
import type { Scope } from "@/lib/tenancy/scope";
import { ARRAYS } from "./arrays";
import { openPool, type Send } from "./pool";
import * as schema from "./schema";

export type Tx = PgTransaction<
  PostgresJsQueryResultHKT,
  typeof schema,
  ExtractTablesWithRelations<typeof schema>
>;
type DatabaseRole = "eios_tenant" | "eios_trash" | "eios_system";

/**
 * How the first statement of every transaction begins. It is prepared: postgres.js asks about the parameters of any
 * other before it sends them, a way to the database and back for which everything behind it waits.
 */
const ENTER = "select set_config('role'";
const PREPARED = "/* prepared */";

/**
 * Begins a statement that is prepared too: one of few texts that come again and again (a batch of messages), whose plan
 * is good whatever its parameters are. The others are planned for what they are given.
 */
export const prepared = sql.raw(`${PREPARED} `);

const isPrepared = (text: string) => text.startsWith(ENTER) || text.startsWith(PREPARED);

const connect = () => {
  const pool = openPool(env().DATABASE_URL, env().DATABASE_POOL, {
    // A pooler in transaction mode (Neon, Supabase, pgbouncer) keeps no prepared statements between transactions.
    prepare: env().DATABASE_PREPARE,
    fetch_types: false,
    types: ARRAYS,
    onnotice: () => {},
    connection: { application_name: "eios" },
  });
  // All that Drizzle asks of its client: it begins transactions by it, and sends their statements.
  const door = {
    options: pool.options,
    begin: <T>(fn: (sql: { unsafe: Send }) => Promise<T>) =>
      pool.transaction((send) =>
        fn({ unsafe: ((text, values) => send(text, values, { prepare: isPrepared(text) })) as Send }),
      ),
  };
  return { pool, database: drizzle(door as unknown as postgres.Sql, { schema, casing: "snake_case" }) };
};

// One pool a process, though a development server evaluates this module again and again.
const slot = globalThis as { [key: symbol]: ReturnType<typeof connect> | undefined };
const key = Symbol.for("eios.database");
const opened = () => {
  slot[key] ??= connect();
  return slot[key];
};

/**
 * How far the database's clock is ahead of this process' (ms), as the surest answer told: one that took `within` ms may
 * be wrong by half of them. `at` is when it came, by this process' clock.
 */
let reckoning: { ahead: number; within: number; at: number } | null = null;

/** Learns from an answer, unless an earlier one is surer still: each second makes it a millisecond less sure. */
function reckon(now: Date, asked: number): void {
  const at = Date.now();
  const within = at - asked;
  const aged = reckoning && at >= reckoning.at ? reckoning.within + (at - reckoning.at) / 1_000 : null;
  if (aged === null || within <= aged) reckoning = { ahead: now.getTime() - (asked + at) / 2, within, at };
}

/**
 * The database's time now, reckoned from its answers; this process' own before the first. What is compared with times
 * that other processes wrote is compared by this clock.
 */
export const databaseTime = (): Date => new Date(Date.now() + (reckoning?.ahead ?? 0));

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
  reckon(now, asked);
  return now;
}

/** Measures a transaction by the role it begins in; what its statements ask for stays out. */
const measured = <T>(role: DatabaseRole, fn: () => Promise<T>): Promise<T> =>
  span(
    "database",
    `transaction ${role}`,
    { "db.system.name": "postgresql", "db.operation.name": `transaction ${role}` },
    fn,
  );

function transact<T>(role: DatabaseRole, sees: Sight, fn: (tx: Tx, now: Date) => Promise<T>) {
  return measured(role, () =>
    opened().database.transaction(async (tx) => fn(tx, await enter(tx, role, sees, false))),
  );
}

/**
 * Runs fn in one read-only transaction of the scope's organizations: a reader cannot change anything, whatever its
 * code says. Its first query leaves together with BEGIN and the scope, and nobody waits for the end of it; the time
 * it is given is reckoned from the database's last answer.
 */
export const readTenant = <T>(scope: Scope, fn: (tx: Tx, now: Date) => Promise<T>): Promise<T> =>
  read("eios_tenant", scope, fn);

/** As readTenant, but sees every row: for what asSystem would only read. The same files may call it. */
export const readSystem = <T>(_reason: string, fn: (tx: Tx, now: Date) => Promise<T>): Promise<T> =>
  read("eios_system", nothing, fn);

function read<T>(role: DatabaseRole, sees: Sight, fn: (tx: Tx, now: Date) => Promise<T>): Promise<T> {
  const begin = (): Promise<T> =>
    new Promise((resolve, reject) => {
      opened()
        .database.transaction(async (tx) => {
          const entered = enter(tx, role, sees, true);
          const now = reckoning === null ? await entered : databaseTime();
          const [result] = await Promise.all([fn(tx, now), entered]);
          resolve(result);
        })
        .catch(reject);
    });
  return measured(role, begin);
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
  await slot[key]?.pool.close();
  slot[key] = undefined;
}
