import postgres from "postgres";
import { afterAll, expect, it } from "vitest";
import { ARRAYS } from "./arrays";

const sql = postgres(process.env.DATABASE_OWNER_URL!, { max: 1, fetch_types: false, types: ARRAYS });
afterAll(() => sql.end());

it("sends and reads arrays to the letter, whatever is in them", async () => {
  const texts = ["", "plain", 'a "quoted" \\ one', "comma, {brace}", "NULL", "line\nbreak", "ß", " spaces "];
  const [row] = await sql`
    select ${texts}::text[] as texts, ${[]}::text[] as none, ${[1, -2]}::int[] as ints,
      cardinality(array_remove(${["x", null]}::text[], null)) as kept, array[true, false] as flags`;
  expect(row).toEqual({ texts, none: [], ints: [1, -2], kept: 1, flags: [true, false] });
  const id = crypto.randomUUID();
  expect(await sql`select ${[id]}::uuid[] as ids`).toEqual([{ ids: [id] }]);
});

it("knows every kind of array that a table of ours has", async () => {
  const kinds = await sql`
    select distinct a.atttypid::int as oid, t.typname as name
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and t.typcategory = 'A' and a.attnum > 0`;
  const known: number[] = Object.values(ARRAYS).flatMap(({ from }) => from);
  expect(kinds.filter(({ oid }) => !known.includes(oid))).toEqual([]);
});
