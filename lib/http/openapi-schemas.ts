import { z } from "zod";
import type { Contract } from "./endpoint";
import type { JsonSchema } from "./example";
import { glossary } from "./glossary";

const prefix = "#/components/schemas/";

/** The schemas of a document: components by name, and what each contract takes and answers. */
export type Schemas = {
  components: Record<string, JsonSchema>;
  of(contract: Contract): { query?: JsonSchema; body?: JsonSchema; output?: JsonSchema };
};

/**
 * Turns the schemas of contracts into JSON Schema 2020-12, each named resource written once. What is read differently
 * than it is sent (defaults, times) stands twice, the sent one as `<Name>Input`.
 *
 * @param resources exported schemas by the name of their component
 */
export function collectSchemas(
  contracts: readonly Contract[],
  resources: ReadonlyMap<string, z.ZodType>,
): Schemas {
  const write = (io: "input" | "output") => {
    const registry = z.registry<{ id: string }>();
    for (const [id, schema] of resources) registry.add(schema, { id });
    const ids = new Map<string, string>();
    for (const contract of contracts) {
      for (const place of io === "input" ? (["query", "body"] as const) : (["output"] as const)) {
        const schema = contract[place];
        if (!schema) continue;
        const id = registry.get(schema)?.id ?? `${contract.key} ${place}`;
        if (!registry.has(schema)) registry.add(schema, { id });
        ids.set(`${contract.key} ${place}`, id);
      }
    }
    const { schemas } = z.toJSONSchema(registry, {
      io,
      unrepresentable: "any",
      uri: (id) => prefix + id,
      override: ({ jsonSchema }) => {
        // A format says it shorter, and every JSON integer is a safe one here.
        if (jsonSchema.format) delete jsonSchema.pattern;
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      },
    }) as { schemas: Record<string, JsonSchema> };
    return { ids, schemas };
  };
  const input = write("input");
  const output = write("output");
  const strip = ({ $schema: _, $id: _id, ...rest }: JsonSchema) => describe(rest);
  const differing = differences(input.schemas, output.schemas, [...resources.keys()]);
  const rename = (schema: JsonSchema): JsonSchema =>
    JSON.parse(
      JSON.stringify(schema, (key, value) =>
        key === "$ref" && differing.has(String(value).slice(prefix.length)) ? `${value}Input` : value,
      ),
    );
  const components: Record<string, JsonSchema> = {};
  for (const name of resources.keys()) {
    components[name] = strip(output.schemas[name]!);
    if (differing.has(name)) components[`${name}Input`] = rename(strip(input.schemas[name]!));
  }
  const place = (contract: Contract, where: "query" | "body" | "output"): JsonSchema | undefined => {
    const from = where === "output" ? output : input;
    const id = from.ids.get(`${contract.key} ${where}`);
    if (!id) return undefined;
    if (where === "query") return rename(strip(from.schemas[id]!));
    if (resources.has(id))
      return { $ref: prefix + (where === "body" && differing.has(id) ? `${id}Input` : id) };
    return where === "body" ? rename(strip(from.schemas[id]!)) : strip(from.schemas[id]!);
  };
  const of: Schemas["of"] = (contract) => ({
    query: place(contract, "query"),
    body: place(contract, "body"),
    output: place(contract, "output"),
  });
  return { components: onlyReached(components, contracts.map(of)), of };
}

/** Components that something refers to, by whatever way. */
function onlyReached(components: Record<string, JsonSchema>, roots: unknown[]): Record<string, JsonSchema> {
  const reached = new Set<string>();
  const walk = (value: unknown) => {
    for (const [, name] of JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (reached.has(name!)) continue;
      reached.add(name!);
      walk(components[name!]);
    }
  };
  walk(roots);
  return Object.fromEntries(Object.entries(components).filter(([name]) => reached.has(name)));
}

/** Names whose schema is sent otherwise than it is read, by itself or by what it holds. */
function differences(
  input: Record<string, JsonSchema>,
  output: Record<string, JsonSchema>,
  names: string[],
): Set<string> {
  const differing = new Set<string>();
  const loose = (schema: JsonSchema | undefined) =>
    // Objects that are read are closed by zod; that alone makes no other resource.
    JSON.stringify(schema, (key, value) => (key === "additionalProperties" ? undefined : value));
  for (let size = -1; size !== differing.size; ) {
    size = differing.size;
    for (const name of names) {
      const text = loose(input[name]);
      const holds = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].some(([, held]) =>
        differing.has(held!),
      );
      if (holds || text !== loose(output[name])) differing.add(name);
    }
  }
  return differing;
}

/** Gives every property that has no words of its own those of the glossary. */
function describe(schema: JsonSchema): JsonSchema {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
    if (typeof copy.properties === "object" && copy.properties !== null) {
      copy.properties = Object.fromEntries(
        Object.entries(copy.properties as Record<string, JsonSchema>).map(([name, one]) => [
          name,
          one.description || !Object.hasOwn(glossary, name) ? one : { ...one, description: glossary[name] },
        ]),
      );
    }
    return copy;
  };
  return walk(schema) as JsonSchema;
}
