import postgres from "postgres";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ARRAYS } from "./arrays";
import { type Bed, openBed } from "./testing/bed";

// The machine may be busy with other tests: only a test that hangs is to fail by time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let bed: Bed;
let sql: postgres.Sql;

beforeAll(async () => {
  bed = await openBed(() => []);
  sql = postgres(bed.settings.databaseUrl, { max: 1, fetch_types: false, types: ARRAYS });
});
afterAll(async () => {
  await sql.end();
  await bed.close();
});

it("sends and reads arrays to the letter, whatever is in them", async () => {
  const texts = ["", "plain", 'a "quoted" \\ one', "comma, {brace}", "NULL", "line\nbreak", "ß", " spaces "];
  const [row] = await sql`
    select ${texts}::text[] as texts, ${[]}::text[] as none, ${[1, -2]}::int[] as ints,
      cardinality(array_remove(${["x", null]}::text[], null)) as kept`;
  expect(row).toEqual({ texts, none: [], ints: [1, -2], kept: 1 });
  const id = crypto.randomUUID();
  expect(await sql`select ${[id]}::uuid[] as ids`).toEqual([{ ids: [id] }]);
});
