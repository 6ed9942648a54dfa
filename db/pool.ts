import postgres from "postgres";

/** Sends statements of one transaction, in order, without waiting for each other's answers. */
export type Send = postgres.Sql["unsafe"];

/** Connections that are each lent to one transaction at a time. */
export type Pool = {
  /** Runs `fn` between BEGIN and COMMIT; rolls back when it throws. @throws what fn or the database throws */
  transaction<T>(fn: (send: Send) => Promise<T>): Promise<T>;
  /** The client's options, shared by all connections: Drizzle writes its parsers there. */
  options: { parsers: Record<string, unknown>; serializers: Record<string, unknown> };
  /** Ends the connections as they become free. */
  close(): Promise<void>;
};

type Settings = postgres.Options<Record<string, postgres.PostgresType>>;

/** One connection: a client that holds a single one, and is never used again once that was lost. */
type Slot = { sql: postgres.Sql; lost: boolean; began: number };

/** Poolers and load balancers like to see a new connection now and then (ms). */
const LIFETIME = 30 * 60_000;
/** Seconds; also ends what postgres.js may still open for a client that was given up. */
const IDLE = 600;

/**
 * A pool for postgres.js 3.4.9, whose own does not survive the loss of a connection: `reserve()` and `begin()` crash
 * the process by writing to a socket that is gone, or leave a statement waiting for ever. Here each connection is a
 * client of its own, thrown away when it closes, and a statement after that is refused before it is sent.
 */
export function openPool(url: string, max: number, settings: Settings): Pool {
  const idle: Slot[] = [];
  const waiting: (() => void)[] = [];
  const options: Pool["options"] = { parsers: {}, serializers: {} };
  let lent = 0;
  let open = true;

  function connect(): Slot {
    const slot: Slot = {
      lost: false,
      began: Date.now(),
      sql: postgres(url, {
        ...settings,
        max: 1,
        connect_timeout: 5,
        idle_timeout: IDLE,
        // Its own lifetime would end a connection between two statements of a transaction.
        max_lifetime: null,
        // Longer than `end` takes: what waits is refused before it could go out on a new connection, alone.
        backoff: () => 1,
        onclose: () => drop(slot),
      }),
    };
    Object.assign(slot.sql.options.parsers, options.parsers);
    Object.assign(slot.sql.options.serializers, options.serializers);
    return slot;
  }

  function drop(slot: Slot): void {
    slot.lost = true;
    const at = idle.indexOf(slot);
    if (at >= 0) idle.splice(at, 1);
    slot.sql.end({ timeout: 0 }).catch(() => {});
  }

  async function borrow(): Promise<Slot> {
    if (lent >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    else lent++;
    return idle.pop() ?? connect();
  }

  function giveBack(slot: Slot): void {
    if (!slot.lost) {
      if (open && Date.now() - slot.began < LIFETIME) idle.push(slot);
      else drop(slot);
    }
    const next = waiting.shift();
    if (next) next();
    else lent--;
  }

  return {
    options,
    async transaction(fn) {
      const slot = await borrow();
      let over = false;
      const send: Send = (...statement) => {
        // What a failed transaction left running must not write into the next one.
        if (over || slot.lost) throw new Lost();
        return slot.sql.unsafe(...statement);
      };
      try {
        const [, result] = await Promise.all([slot.sql.unsafe("begin").execute(), fn(send)]);
        over = true;
        if (slot.lost) throw new Lost();
        const { command } = await slot.sql.unsafe("commit");
        if (command !== "COMMIT")
          throw new Error("A statement failed unnoticed: the transaction was not saved.");
        return result;
      } catch (error) {
        over = true;
        // A connection that cannot even roll back is no use to the next one.
        if (!slot.lost) await slot.sql.unsafe("rollback").catch(() => drop(slot));
        throw error;
      } finally {
        giveBack(slot);
      }
    },
    async close() {
      open = false;
      await Promise.all(idle.splice(0).map(({ sql }) => sql.end({ timeout: 5 })));
    },
  };
}

/** The connection was lost in a transaction, of which the database keeps nothing; `code` as postgres.js has it. */
class Lost extends Error {
  readonly code = "CONNECTION_CLOSED";
  constructor() {
    super("The connection to the database was lost.");
  }
}
