import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Contract } from "@/lib/http/endpoint";
import { codesOf } from "@/lib/http/openapi";
import { registry } from "@/lib/registry";
import { createEverything } from "./everything";
import { type Everything, ownRoute, send } from "./harness";
import { bodyFor } from "./sample";

let mine: Everything;
beforeAll(async () => {
  mine = await createEverything();
});

const asked = registry.filter(({ path }) => !ownRoute.has(path));
const json = asked.filter(({ body, media }) => body && media === "json");
const deep = (open: string, close: string, n: number) => open.repeat(n) + close.repeat(n);

/** Bodies that are no body of ours, whole. */
const bodies: [name: string, body: string][] = [
  ["an unclosed brace", '{"name":'],
  ["50,000 arrays in each other", deep("[", "]", 50_000)],
  ["50,000 objects in each other", `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`],
  ["an array", "[]"],
  ["a text", '"text"'],
  ["null", "null"],
  ["a number without end", `1${"0".repeat(400)}`],
  ["prototype keys", '{"__proto__":{"role":"owner"},"constructor":{"prototype":{"x":1}}}'],
  ["a byte order mark", "\ufeff{}"],
];

/** Values that a field of any type may be sent, as JSON. */
const values: [name: string, value: string][] = [
  ["NUL", '"a\\u0000b"'],
  ["half a character", '"a\\ud800b"'],
  ["text that turns around", '"\\u202e\\u2066abc\\ufeff"'],
  ["1e308", "1e308"],
  ["1e999", "1e999"],
  ["-9007199254740993", "-9007199254740993"],
  ["2147483648", "2147483648"],
  ["a prototype", '{"__proto__":{"x":1},"constructor":1,"toString":1}'],
  ["objects in an array", '[{"id":"\\u0000","__proto__":[]}]'],
  ["half a character as a key", '{"\\ud800":"\\udfff","a\\u0000":1}'],
];

/** And these, which cost the tests something, the first field of each body. */
const large: typeof values = [
  ["a megabyte", `"${"x".repeat(1_000_000)}"`],
  ["5,000 arrays in each other", deep("[", "]", 5_000)],
  ["10,000 elements", `[${"0,".repeat(9_999)}0]`],
];

/** What is wrong with an answer to hostile input: ours is never the fault, and a refusal is a problem the contract knows. */
function faultOf(contract: Contract, answer: Awaited<ReturnType<typeof send>>): unknown {
  const { status, headers, json: problem, text } = answer;
  if (status < 400) return null;
  if (headers.get("content-type") !== "application/problem+json") return [status, text.slice(0, 100)];
  const { code, detail, title, requestId, errors } = problem;
  if (status >= 500 || !codesOf(contract).includes(code)) return [status, code, detail];
  if (!detail || !title || !requestId) return [status, code, "says nothing"];
  if (code === "invalid" && !errors?.length) return [status, code, "names no field"];
  return JSON.stringify(problem).length > 20_000 ? [status, code, "says too much"] : null;
}

type Case = readonly [name: string, given: Parameters<typeof send>[2]];

/** Sends every endpoint its cases; what deletes has rows of its own. */
async function sweep(contracts: readonly Contract[], casesOf: (contract: Contract) => readonly Case[]) {
  const wrong: unknown[] = [];
  for (const contract of contracts) {
    const cases = casesOf(contract);
    const of = contract.method === "DELETE" ? await createEverything() : mine;
    for (let from = 0; from < cases.length; from += 8) {
      await Promise.all(
        cases.slice(from, from + 8).map(async ([name, given]) => {
          const fault = faultOf(contract, await send(contract, of, given));
          if (fault) wrong.push([contract.key, name, fault]);
        }),
      );
    }
  }
  // Had one of them taken the rows or the session away, the others would have been asked for nothing.
  for (const key of ["GET /projects/{id}", "GET /orgs/{id}/audit", "GET /campaigns/{id}", "GET /auth/me"]) {
    const { status } = await send(registry.find((contract) => contract.key === key)!, mine);
    if (status !== 200) wrong.push([key, "is gone", status]);
  }
  return wrong;
}

const said = (word: string) => JSON.stringify(word.slice(0, 20));

/** A body's texts, however deep, each in turn put in place of by another. */
function* withTexts(value: unknown, other: string): Generator<unknown> {
  if (typeof value === "string") yield other;
  else if (Array.isArray(value)) {
    for (const [at, item] of value.entries())
      for (const next of withTexts(item, other)) yield value.with(at, next);
  } else if (value && typeof value === "object" && !(value instanceof FormData)) {
    for (const [key, item] of Object.entries(value))
      for (const next of withTexts(item, other)) yield { ...value, [key]: next };
  }
}

const jsonType = { "content-type": "application/json" };

it("a body that is none is refused in words by every endpoint", async () => {
  const types = [
    "text/plain",
    "application/xml",
    "multipart/form-data; boundary=",
    "",
    "application/json;charset=utf-16",
  ];
  const changing = asked.filter(({ body, media }) => body && media !== "raw");
  const wrong = await sweep(changing, (contract) => [
    ...types.map((type) => [`as ${type}`, { body: "<a/>", headers: { "content-type": type } }] as const),
    ...(json.includes(contract) ? bodies : []).map(
      ([name, body]) => [name, { body, headers: jsonType }] as const,
    ),
  ]);
  expect(wrong).toEqual([]);
});

it("a field may hold anything at all and is never our fault", async () => {
  const wrong = await sweep(json, (contract) => {
    const schema = z.toJSONSchema(contract.body!, { io: "input", unrepresentable: "any" });
    const branches = (schema.anyOf ?? [schema]) as { properties?: object }[];
    const fields = new Set(branches.flatMap(({ properties }) => Object.keys(properties ?? {})));
    const sample = bodyFor(contract, mine.ids) ?? {};
    const written = (field: string, value: string) => {
      const at = `${JSON.stringify(field)}:`;
      return JSON.stringify({ ...sample, [field]: "" }).replace(`${at}""`, () => `${at}${value}`);
    };
    const flat = [...fields].flatMap((field, at) =>
      (at === 0 ? [...values, ...large] : values).map(
        ([name, value]) => [`${field}: ${name}`, { body: written(field, value), headers: jsonType }] as const,
      ),
    );
    // A scene has hundreds of texts: some of each body's will do.
    const nested = ["a\u0000b", "a\ud800b"].flatMap((word) =>
      [...withTexts(sample, word)]
        .slice(0, 20)
        .map((body, at) => [`text ${at}: ${said(word)}`, { body }] as const),
    );
    return [...flat, ...nested];
  });
  expect(wrong).toEqual([]);
});

const words = ["a\u0000b", "\ud800", "x".repeat(3_000), "__proto__", "1e308"];

it("an address, a query and a header may say anything at all", async () => {
  const casesOf = (contract: Contract): Case[] => {
    const schema = contract.query && z.toJSONSchema(contract.query, { io: "input", unrepresentable: "any" });
    const names = Object.keys((schema as { properties?: object })?.properties ?? {});
    const places = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const cases: Case[] = words.flatMap((word) => [
      ...places.map((name): Case => [`{${name}} ${said(word)}`, { params: { [name]: word } }]),
      ...names.map((name): Case => [`?${name} ${said(word)}`, { query: { [name]: word } }]),
    ]);
    const header = (name: string, more: Case[1] = {}) =>
      cases.push([name, { ...more, headers: { [name]: "x".repeat(4_000) } }]);
    header("authorization", { token: null });
    if (contract.versioned) header("if-match");
    if (contract.method === "POST" && contract.replay !== false) header("idempotency-key");
    return cases;
  };
  const wrong = await sweep(asked, casesOf);
  const who = registry.find(({ key }) => key === "GET /projects")!;
  for (const name of ["x-request-id", "x-forwarded-for", "user-agent", "x-vercel-ip-city", "cookie"])
    for (const value of ["x".repeat(4_000), "%E0%A4%A", "\u00ff"]) {
      const { status } = await send(who, mine, { headers: { [name]: value } });
      if (status !== 200) wrong.push([name, value, status]);
    }
  expect(wrong).toEqual([]);
});
