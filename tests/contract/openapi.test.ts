import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { glossary } from "@/lib/http/glossary";
import { codesOf, examplesOf, openapi } from "@/lib/http/openapi";
import { collectSchemas } from "@/lib/http/openapi-schemas";
import { operationIds, registry, resources } from "@/lib/registry";

const document = openapi(
  registry,
  "https://app.example.com",
  "authjs.session-token",
  operationIds,
  resources,
);
const schemas = collectSchemas(registry, resources);

it("is a valid OpenAPI 3.1 document", async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

it("names every operation once, and refers to nothing that is not there", () => {
  expect(new Set(operationIds.values()).size).toBe(registry.length);
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, ref]) => ref!);
  const missing = [...new Set(refs)].filter(
    (ref) =>
      ref.split("/").reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document) ===
      undefined,
  );
  expect(missing).toEqual([]);
});

describe("examples", () => {
  const cases = registry.map((contract) => [contract.key, contract] as const);
  it.each(cases.filter(([, c]) => c.body && c.media === "json"))("%s takes its example", (_, contract) => {
    const { body } = examplesOf(contract, schemas);
    expect(contract.body!.safeParse(body).error?.issues ?? []).toEqual([]);
  });
  it.each(cases.filter(([, c]) => c.output && !c.produces))("%s could answer its example", (_, contract) => {
    const { output } = examplesOf(contract, schemas);
    expect(contract.output!.safeParse(output).error?.issues ?? []).toEqual([]);
  });
});

it("has words for every field: a contract's own, or the glossary's", () => {
  const wordless = new Set<string>();
  const walk = (value: unknown, place: string) => {
    if (typeof value !== "object" || value === null) return;
    const { properties } = value as { properties?: Record<string, { description?: string }> };
    for (const [name, one] of Object.entries(properties ?? {})) {
      // Yes or no, one of a few words, and what is a component are said by their name.
      const spoken = JSON.stringify(one).match(/"(enum|const|\$ref)"|"type":"(boolean|integer)"/);
      if (!one.description && !spoken) wordless.add(`${place}.${name}`);
    }
    for (const inner of Object.values(value)) walk(inner, place);
  };
  const { Scene: _scene, ...rest } = schemas.components;
  for (const [name, one] of Object.entries(rest)) walk(one, name);
  for (const contract of registry) {
    const { query, body, output } = schemas.of(contract);
    walk([query, body, output], contract.key);
  }
  expect([...wordless].sort()).toEqual([]);
  expect(Object.keys(glossary).length).toBeGreaterThan(100);
});

it("a code that a contract names is among those the document tells", () => {
  for (const contract of registry)
    expect(codesOf(contract)).toEqual(expect.arrayContaining([...(contract.problems ?? [])]));
});
