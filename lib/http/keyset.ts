import { type SQL, sql } from "drizzle-orm";
import { AppError } from "./problem";

/** One orderable column of a list: SQL to order by, and the cast of its value in a cursor. */
export type SortKey = { expression: SQL; cast: "text" | "timestamptz" | "uuid" | "integer" };

type Keyset = {
  orderBy: SQL;
  /** Rows after the cursor; true for the first page. */
  after: SQL;
  /** The cursor value of a row as `select` expression, to be read back by `nextCursor`. */
  position: SQL<string[]>;
};

/**
 * Keyset pagination: a page costs the same at row 100 and at row 1,000,000.
 *
 * @param sort as asked, `-createdAt`; a leading minus turns the order around
 * @param keys the sortable columns by their API name; the id is always the last criterion
 * @throws AppError invalid for an unknown sort or a cursor that is not from this list
 */
export function keyset(
  sort: string,
  cursor: string | undefined,
  keys: Record<string, SortKey[]>,
  id: SQL,
): Keyset {
  const down = sort.startsWith("-");
  const name = sort.replace(/^-/, "");
  const chosen = Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (!chosen) {
    throw new AppError("invalid", {
      errors: [{ path: "sort", message: `is not one of ${Object.keys(keys).join(", ")}` }],
      detail: `sort: is not one of ${Object.keys(keys).join(", ")}`,
    });
  }
  const columns: SortKey[] = [...chosen, { expression: id, cast: "uuid" }];
  const direction = down ? sql.raw("desc") : sql.raw("asc");
  const orderBy = sql.join(
    columns.map(({ expression }) => sql`${expression} ${direction}`),
    sql`, `,
  );
  const position = sql<string[]>`array[${sql.join(
    columns.map(({ expression }) => sql`${expression}::text`),
    sql`, `,
  )}]`;
  if (!cursor) return { orderBy, after: sql`true`, position };
  const values = decode(cursor, sort, columns);
  const left = sql.join(
    columns.map(({ expression }) => expression),
    sql`, `,
  );
  const right = sql.join(
    columns.map(({ cast }, i) => sql`${values[i]}::${sql.raw(cast)}`),
    sql`, `,
  );
  return { orderBy, after: sql`(${left}) ${down ? sql`<` : sql`>`} (${right})`, position };
}

/** Splits limit + 1 rows into a page: the rows, and the cursor of the next page where there is one. */
export function pageOf<T extends { position: string[] }>(rows: T[], limit: number, sort: string) {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? encode(sort, last.position) : null };
}

const encode = (sort: string, values: string[]) =>
  Buffer.from(JSON.stringify([sort, ...values])).toString("base64url");

const isInstant = (text: string): boolean => {
  const [, day] =
    /^(\d{4}-\d\d-\d\d) (?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?$/.exec(text) ?? [];
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day!);
};

/** Whether PostgreSQL reads a text as what a column holds; a cursor comes from outside. */
const reads: Record<SortKey["cast"], (text: string) => boolean> = {
  text: (text) => !text.includes("\0"),
  timestamptz: isInstant,
  uuid: (text) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(text),
  integer: (text) => /^-?\d{1,9}$/.test(text),
};

function decode(cursor: string, sort: string, columns: SortKey[]): string[] {
  try {
    const [from, ...values] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as string[];
    const fits =
      values.length === columns.length &&
      columns.every(({ cast }, i) => typeof values[i] === "string" && reads[cast](values[i]));
    if (from === sort && fits) {
      return values;
    }
  } catch {
    // Falls through to the refusal below.
  }
  throw new AppError("invalid", {
    detail: "cursor: is not from this list in this order",
    errors: [{ path: "cursor", message: "is not from this list in this order" }],
  });
}
