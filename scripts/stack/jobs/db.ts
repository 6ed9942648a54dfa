import postgres from "postgres";
import { ARRAYS } from "../../../db/arrays";
import { SCHEMA } from "./schema";

export type Sql = postgres.Sql;
/** A transaction: for tagged statements, one after another. */
export type Tx = postgres.TransactionSql;

/** The database of one executor: every change goes through `transact`. */
export type Db = {
  /** For single statements; another object after PostgreSQL was away, so it is not to be kept. */
  readonly sql: Sql;
  /**
   * Runs `work` in a transaction, again after a deadlock or while PostgreSQL is away (for at most `patienceMs`, by
   * default until the executor closes). A commit whose answer was lost is repeated too: `work` must bear that.
   */
  transact<T>(work: (tx: Tx) => Promise<T>, patienceMs?: number): Promise<T>;
  /** The same patience for a single statement. */
  patient<T>(work: () => Promise<T>, patienceMs?: number): Promise<T>;
  close(): Promise<void>;
};

/** The keys of advisory locks: what only one executor may do at a time. */
export const LOCKS = { schema: 7_233_001, claim: 7_233_002, route: 7_233_003, rate: 7_233_004 };

const STATEMENTS = 6;
const TRANSACTIONS = 8;

type Client = { sql: Sql; lost: boolean };

/**
 * A client of postgres.js that is given up whole when it loses a connection. 3.4.9 crashes the process when `begin` or
 * a reserved connection sends anything (a rollback) after it was closed, and may leave a connection in the pool that
 * never answers again: so neither is used, and a client that lost one is not used again.
 */
function openClient(databaseUrl: string, max: number, onLost: () => void): Client {
  const client: Client = {
    lost: false,
    sql: postgres(databaseUrl, {
      max,
      connect_timeout: 5,
      idle_timeout: 60,
      max_lifetime: null,
      fetch_types: false,
      types: ARRAYS,
      backoff: () => 0.1,
      onnotice: () => {},
      connection: { application_name: "eios-jobs" },
      onclose: () => {
        if (client.lost) return;
        client.lost = true;
        // What is under way on its other connections may still end well.
        client.sql.end({ timeout: 5 }).catch(() => {});
        onLost();
      },
    }),
  };
  return client;
}

/** Opens the database and makes the schema `jobs`; waits up to a minute for a server that is still starting. */
export async function openDb(databaseUrl: string): Promise<Db> {
  let open = true;
  let statements = openStatements();
  const idle: Client[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;

  function openStatements(): Client {
    return openClient(databaseUrl, STATEMENTS, () => {
      if (open) statements = openStatements();
    });
  }

  /** A client with one connection, which nobody else uses until `work` has ended: a transaction's. */
  async function exclusively<T>(work: (client: Client) => Promise<T>): Promise<T> {
    if (busy >= TRANSACTIONS) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    const client = idle.find(({ lost }) => !lost) ?? openClient(databaseUrl, 1, () => {});
    idle.splice(0, idle.length, ...idle.filter((other) => other !== client && !other.lost));
    try {
      return await work(client);
    } finally {
      if (!client.lost && open) idle.push(client);
      else client.sql.end({ timeout: 0 }).catch(() => {});
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  }

  function once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return exclusively(async (client) => {
      const tx = guard(client);
      try {
        // The first statement may have to connect; from then on the loss of the connection ends the transaction.
        await client.sql`begin`;
        const result = await work(tx);
        await tx`commit`;
        return result;
      } catch (error) {
        if (isLoss(error)) client.lost = true;
        if (!client.lost) await tx`rollback`.catch(() => (client.lost = true));
        throw error;
      }
    });
  }

  async function patient<T>(work: () => Promise<T>, patienceMs = Number.POSITIVE_INFINITY): Promise<T> {
    const deadline = Date.now() + patienceMs;
    for (let wait = 25; ; wait = Math.min(wait * 2, 500)) {
      try {
        return await work();
      } catch (error) {
        if (!open || !isPassing(error) || Date.now() + wait > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
      }
    }
  }

  const db: Db = {
    get sql() {
      return statements.sql;
    },
    patient,
    transact: (work, patienceMs) => patient(() => once(work), patienceMs),
    close: async () => {
      open = false;
      await Promise.all([statements, ...idle].map(({ sql }) => sql.end({ timeout: 2 })));
    },
  };
  try {
    await db.transact(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCKS.schema})`;
      await tx.unsafe(SCHEMA);
    }, 60_000);
  } catch (error) {
    await db.close();
    throw error;
  }
  return db;
}

/** The client as a transaction sees it: once its connection was lost nothing is sent, for it would go out alone. */
function guard(client: Client): Tx {
  return new Proxy(client.sql, {
    apply(target, self, parts) {
      if (client.lost)
        throw Object.assign(new Error("The connection was lost."), { code: "CONNECTION_CLOSED" });
      return Reflect.apply(target, self, parts);
    },
  }) as unknown as Tx;
}

const LOSSES = new Set([
  "57P01",
  "57P02",
  "57P03",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
]);
const CONFLICTS = new Set(["40001", "40P01", "53300"]);

const codeOf = (error: unknown): string => String((error as { code?: unknown })?.code ?? "");
const isLoss = (error: unknown): boolean => LOSSES.has(codeOf(error)) || codeOf(error).startsWith("08");

/** Whether an error is of the kind that goes away: a deadlock, a server that is down or starting. */
export function isPassing(error: unknown): boolean {
  return isLoss(error) || CONFLICTS.has(codeOf(error));
}
