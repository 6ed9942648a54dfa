import { expect, it } from "vitest";
import { z } from "zod";
import type { Contract } from "@/lib/http/endpoint";
import { registry } from "@/lib/registry";
import { createEverything } from "./everything";
import { type Everything, send } from "./harness";
import { whole } from "./map";
import { growers } from "./rows";

const propertiesOf = (schema: z.ZodType | undefined, io: "input" | "output") =>
  schema
    ? ((z.toJSONSchema(schema, { io, unrepresentable: "any" }) as { properties?: object }).properties ?? {})
    : {};
const lists = registry.filter((contract) => "nextCursor" in propertiesOf(contract.output, "output"));
const paged = lists.filter((contract) => !whole.includes(contract.key));

type Page = { names: string[]; nextCursor: string | null; total: number };

async function read(contract: Contract, of: Everything, query: Record<string, string>): Promise<Page> {
  const { status, json } = await send(contract, of, { query });
  if (status !== 200) throw new Error(`${contract.key} ${JSON.stringify(query)}: ${JSON.stringify(json)}`);
  const rows = (json.data ?? json.rows) as Record<string, unknown>[];
  return {
    names: rows.map(({ id, key, row }) => String(id ?? key ?? row)),
    nextCursor: json.nextCursor,
    total: json.total,
  };
}

/** The orders a list knows, from the sentence by which it refuses another. */
async function ordersOf(contract: Contract, of: Everything): Promise<string[]> {
  if (!("sort" in propertiesOf(contract.query, "input"))) return [""];
  const { status, json } = await send(contract, of, { query: { sort: "no-such-order" } });
  const words = /is not one of ([\w, ]+)$/.exec(json?.errors?.[0]?.message ?? "")?.[1]?.split(", ");
  if (status !== 400 || !words) throw new Error(`${contract.key} takes an order it does not know: ${status}`);
  return words.flatMap((word) => [word, `-${word}`]);
}

/** Reads a list page by page, a row coming in between two pages. */
async function walk(contract: Contract, of: Everything, sort: string, grow: () => Promise<unknown>) {
  const names: string[] = [];
  let cursor: string | null = null;
  for (let n = 0; n < 40; n++) {
    const query: Record<string, string> = { limit: "3", ...(sort && { sort }), ...(cursor && { cursor }) };
    const page: Page = await read(contract, of, query);
    names.push(...page.names);
    if (!page.nextCursor) return names;
    if (page.names.length !== 3) throw new Error(`${contract.key}: a page of ${page.names.length} rows`);
    cursor = page.nextCursor;
    if (n < 3) await grow();
  }
  throw new Error(`${contract.key} by ${sort} has no end`);
}

it("there are lists, and each is swept or named as one that is read whole", () => {
  expect(paged.length).toBeGreaterThan(20);
  expect(paged.filter(({ key }) => !growers[key]).map(({ key }) => key)).toEqual([]);
  expect(Object.keys(growers).filter((key) => !paged.some((contract) => contract.key === key))).toEqual([]);
  for (const contract of paged)
    expect([contract.key, Object.keys(propertiesOf(contract.query, "input"))]).toEqual([
      contract.key,
      expect.arrayContaining(["limit", "cursor"]),
    ]);
});

it("pages of every list, in every order, are whole and stable while rows come in", async () => {
  const of = await createEverything();
  const wrong: unknown[] = [];
  for (const contract of paged) {
    let n = 0;
    const grow = () => growers[contract.key]!(of, n++);
    for (let i = 0; i < 4; i++) await grow();
    for (const sort of await ordersOf(contract, of)) {
      const before = await read(contract, of, { limit: "200", ...(sort && { sort }) });
      const walked = await walk(contract, of, sort, grow);
      const lost = before.names.filter((name) => !walked.includes(name));
      const twice = walked.filter((name, at) => walked.indexOf(name) !== at);
      const inOrder = walked.filter((name) => before.names.includes(name));
      if (before.names.length < 4 || before.nextCursor !== null || lost.length > 0 || twice.length > 0)
        wrong.push([contract.key, sort, before.names.length, { lost, twice }]);
      else if (inOrder.join() !== before.names.join()) wrong.push([contract.key, sort, "another order"]);
      if (contract.key !== "GET /imports/{id}" && before.total !== before.names.length)
        wrong.push([contract.key, sort, "total", before.total, before.names.length]);
    }
  }
  expect(wrong).toEqual([]);
});

it("a search for what nobody wrote finds nothing, in every list that can be searched", async () => {
  const of = await createEverything();
  const wrong: unknown[] = [];
  for (const contract of paged.filter(({ query }) => "q" in propertiesOf(query, "input"))) {
    await growers[contract.key]!(of, 0);
    for (const q of ["qqxzqq", "%", "_"]) {
      const { names, total } = await read(contract, of, { q });
      if (q === "qqxzqq" && (names.length > 0 || total > 0))
        wrong.push([contract.key, q, names.length, total]);
    }
  }
  expect(wrong).toEqual([]);
});

it("a cursor of another list, another order or nobody's is refused with 400", async () => {
  const of = await createEverything();
  const wrong: unknown[] = [];
  for (const contract of paged) {
    for (const cursor of [
      "nonsense",
      Buffer.from('["-createdAt","x"]').toString("base64url"),
      "e30",
      "W10",
    ]) {
      const { status, json } = await send(contract, of, { query: { cursor } });
      if (status !== 400 || !json.errors?.some(({ path }: { path: string }) => path === "cursor"))
        wrong.push([contract.key, cursor, status, json]);
    }
  }
  expect(wrong).toEqual([]);
});
