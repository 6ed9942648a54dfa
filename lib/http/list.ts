import { and, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { SelectResultFields } from "drizzle-orm/query-builders/select.types";
import type { Tx } from "@/db/client";
import { keyset, pageOf, type SortKey } from "./keyset";

/** How far long lists are counted; beyond it, a total says "at least". */
export const MOST_COUNTED = 10_001;

type Table = PgTable & { id: PgColumn };
type Columns = Record<string, PgColumn | SQL | SQL.Aliased>;

type Wanted<T extends Table, C extends Columns | undefined> = {
  table: T;
  query: { sort?: string; cursor?: string; limit: number };
  /** The columns it can be ordered by; the first is the usual order, downwards with a leading minus. */
  by: readonly [string, ...string[]];
  matches: SQL | undefined;
  /** What is read of a row; without it, the table's columns. */
  columns?: C;
  /** Whether it may hold more than is worth counting to the end. */
  isLong?: boolean;
};

type Shown<T extends Table, C> = C extends Columns ? SelectResultFields<C> : T["$inferSelect"];

/** Texts are ordered without regard to upper and lower case. */
function keyOf(column: PgColumn): SortKey {
  const type = column.getSQLType();
  if (type.startsWith("timestamp")) return { expression: sql`${column}`, cast: "timestamptz" };
  return { expression: sql`lower(${column})`, cast: "text" };
}

/** How many rows there are of what follows a `select` (`from … where …`), counted up to MOST_COUNTED. */
export async function countMost(tx: Tx, found: SQL) {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from (select ${found} limit ${MOST_COUNTED}) counted`);
  return { total: row!.n, ...(row!.n === MOST_COUNTED && { totalIsMinimum: true }) };
}

/**
 * A page of one table: the rows that match after the cursor, in the order asked for, and how many match in all.
 *
 * @throws AppError invalid for an unknown order or a cursor that is not from this list
 */
export async function listTable<T extends Table, C extends Columns | undefined = undefined>(
  tx: Tx,
  { table, query, by, matches, columns, isLong }: Wanted<T, C>,
) {
  const sort = query.sort ?? by[0];
  const all = getTableColumns(table) as Record<string, PgColumn>;
  const names = by.map((name) => name.replace(/^-/, ""));
  const keys = Object.fromEntries(names.map((name) => [name, [keyOf(all[name]!)]]));
  const order = keyset(sort, query.cursor, keys, sql`${table.id}`);
  const rows = await tx
    .select({ ...(columns ?? all), position: order.position })
    .from(table as PgTable)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const { data, nextCursor } = pageOf(rows as { position: string[] }[], query.limit, sort);
  const shown = data.map(({ position: _, ...row }) => row as Shown<T, C>);
  const counted = isLong
    ? await countMost(tx, sql`from ${table} where ${matches ?? sql`true`}`)
    : { total: await tx.$count(table, matches) };
  return { data: shown, nextCursor, ...counted };
}
