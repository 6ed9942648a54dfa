import { createHash } from "node:crypto";
import { type Readable, Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";

/** One table as a backup holds it: its columns in order, and what its rows amount to. */
export type TableRecord = { schema: string; name: string; columns: string[]; rows: number; sha256: string };

/** What a backup is made of, written beside the tables' files. */
export type Manifest = {
  format: 1;
  /** The snapshot's moment, by the database's clock. */
  takenAt: string;
  postgres: string;
  /** Hashes of the migrations that the schema had, oldest first. */
  migrations: string[];
  tables: TableRecord[];
  sequences: { schema: string; name: string; lastValue: string; isCalled: boolean }[];
  /** Files of the blob store on this machine; null where blobs are elsewhere. */
  blobs: { path: string; size: number; sha256: string }[] | null;
};

export type Table = { schema: string; name: string; columns: string[]; order: string };

/** Any connection that sends statements. */
export type Sql = Pick<postgres.Sql, "unsafe">;

/** The session's settings under which the same rows always give the same bytes. */
export const steady = `
  set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local client_encoding = 'UTF8'`;

/** Every table of ours with the columns that are stored, and an order of rows that no machine reads differently. */
export async function tablesOf(sql: Sql): Promise<Table[]> {
  const rows = await sql.unsafe<{ schema: string; name: string; columns: string[]; key: string[] }[]>(`
    select n.nspname as schema, c.relname as name,
           array(select a.attname::text from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                  order by a.attnum) as columns,
           array(select format(case when a.attcollation <> 0 then '%I collate "C"' else '%I' end, a.attname)
                   from pg_index i, unnest(i.indkey::int[]) with ordinality k(attnum, at)
                   join pg_attribute a on a.attnum = k.attnum
                  where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid order by k.at) as key
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'drizzle')
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by 1, 2`);
  return rows.map(({ key, ...table }) => ({
    ...table,
    order: key.length > 0 ? key.join(", ") : 't::text collate "C"',
  }));
}

/** `"public"."guests"`. */
export const nameOf = ({ schema, name }: { schema: string; name: string }) =>
  `${quote(schema)}.${quote(name)}`;
export const quote = (word: string) => `"${word.replaceAll('"', '""')}"`;

/**
 * Sends a table's rows, in order, through the given streams.
 *
 * @returns how many rows there were, and their hash
 */
export async function copyOut(sql: Sql, table: Table, ...to: [...Transform[], Writable]): Promise<Tally> {
  const tally = new Tally();
  const rows: Readable = await sql.unsafe(statementOf(table)).readable();
  await pipeline([rows, tally, ...to]);
  // postgres.js pauses its socket when the stream is full, and wakes it only while the stream is read: a COPY whose
  // last bytes came together with its end would leave it asleep.
  rows._read(0);
  return tally;
}

const statementOf = (table: Table) =>
  `copy (select ${table.columns.map(quote).join(", ")} from ${nameOf(table)} t order by ${table.order}) to stdout`;

/** Passes bytes on and counts rows and their hash: in COPY's text format a newline ends a row, and nothing else. */
export class Tally extends Transform {
  readonly #hash = createHash("sha256");
  rows = 0;
  #sum: string | undefined;

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk);
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.rows++;
    done(null, chunk);
  }

  /** The hash of everything that passed, once it has. */
  get sha256(): string {
    this.#sum ??= this.#hash.digest("hex");
    return this.#sum;
  }
}
