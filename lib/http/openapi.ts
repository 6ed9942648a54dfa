import type { z } from "zod";
import { can } from "@/lib/tenancy/can";
import { type Contract, limits } from "./endpoint";
import { exampleOf, type JsonSchema } from "./example";
import { collectSchemas, type Schemas } from "./openapi-schemas";
import { guide, securitySchemes, sharedComponents } from "./openapi-words";
import { type ProblemCode, problems } from "./problem";

type Json = Record<string, unknown>;

const roles = ["owner", "admin", "editor", "viewer", "door_supervisor", "door"] as const;
const open = new Set(["public", "token", "webhook"]);

/** What any endpoint of a kind may answer, beside its own codes. */
export function codesOf(contract: Contract): ProblemCode[] {
  const codes = new Set<ProblemCode>([
    "rate_limited",
    "internal",
    "unavailable",
    ...(contract.problems ?? []),
  ]);
  const { by } = contract.scope;
  const ofMembers = !open.has(by);
  if (ofMembers) codes.add("unauthenticated");
  if (ofMembers) codes.add("bad_origin");
  if ((ofMembers && !["self", "staff"].includes(by)) || contract.path.includes("{")) codes.add("not_found");
  if (by === "staff" || by === "named") codes.add("forbidden");
  if (by === "token") for (const code of ["not_found", "expired", "revoked"] as const) codes.add(code);
  if (by === "webhook") codes.add("bad_signature");
  if (contract.permission) codes.add("forbidden");
  if (contract.query || contract.body) codes.add("invalid");
  if (contract.body) for (const code of ["bad_request", "unsupported_media_type"] as const) codes.add(code);
  if (contract.method !== "GET") codes.add("too_large");
  if (contract.method === "POST" && contract.replay !== false)
    for (const code of ["idempotency_conflict", "bad_request"] as const) codes.add(code);
  if (contract.versioned) for (const code of ["stale", "bad_request"] as const) codes.add(code);
  if (contract.entitlement) codes.add("limit_reached");
  return [...codes].sort();
}

function parametersOf(contract: Contract, query: JsonSchema | undefined): Json[] {
  const { scope } = contract;
  const path = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
    const isToken = scope.by === "token" && scope.name === name;
    const isRow = scope.by === "path" && scope.param === name;
    const isId = !isToken && /^id$|Id$/.test(name!);
    const of = isRow ? scope.kind : name!.replace(/Id$/, "");
    return {
      name,
      in: "path",
      required: true,
      description: isId ? `Id of the ${of}` : isToken ? "The token of a personal link" : `The ${of}`,
      schema: { type: "string", ...(isId && { format: "uuid" }) },
    };
  });
  const asked = Object.entries(query?.properties ?? {}).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: query?.required?.includes(name) ?? false,
    ...(description && { description }),
    schema,
  }));
  const headers = [
    ...(contract.method === "POST" && contract.replay !== false ? ["IdempotencyKey"] : []),
    ...(contract.versioned ? ["IfMatch"] : []),
  ].map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return [...path, ...asked, ...headers];
}

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
const always = {
  "X-Request-Id": header("RequestId"),
  "RateLimit-Limit": header("RateLimitLimit"),
  "RateLimit-Remaining": header("RateLimitRemaining"),
  "RateLimit-Reset": header("RateLimitReset"),
};

function refusalsOf(contract: Contract): Record<string, Json> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codesOf(contract)) {
    const [status] = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code][1]}.`).join(" "),
        headers: { ...always, ...([429, 503].includes(status) && { "Retry-After": header("RetryAfter") }) },
        content: {
          "application/problem+json": {
            schema: { $ref: "#/components/schemas/Problem" },
            examples: Object.fromEntries(
              codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
            ),
          },
        },
      },
    ]),
  );
}

function successOf(contract: Contract, output: JsonSchema | undefined, example: unknown): Json {
  const isVersioned = typeof (example as { version?: unknown })?.version === "number";
  return {
    description: { 200: "Done", 201: "Made", 202: "Taken on; the work follows", 204: "Done; no body" }[
      contract.status
    ],
    headers: {
      ...always,
      ...(contract.location && { Location: header("Location") }),
      ...(isVersioned && { ETag: header("ETag") }),
      ...(contract.method === "POST" &&
        contract.replay !== false && { "Idempotency-Replayed": header("IdempotencyReplayed") }),
    },
    ...(contract.output && {
      content: contract.produces
        ? { [contract.produces]: { schema: { type: "string" } } }
        : { "application/json": { schema: output, example } },
    }),
  };
}

/** Which roles may call, as a sentence; null where no role is asked. */
export function rolesOf(contract: Contract): string[] | null {
  const { permission } = contract;
  return permission ? roles.filter((role) => can(role, permission)) : null;
}

/** Where an answer of examples was made for a contract: its own example, or one from its schema. */
export function examplesOf(
  contract: Contract,
  schemas: Schemas,
): { body?: unknown; output?: unknown; schemas: ReturnType<Schemas["of"]> } {
  const of = schemas.of(contract);
  const making = { defs: schemas.components, tag: contract.tag };
  const isChange = contract.method === "PATCH";
  return {
    schemas: of,
    body:
      contract.example?.body ??
      (of.body && exampleOf(of.body, { ...making, ...(!isChange && { only: "required" as const }) })),
    output: contract.example?.output ?? (of.output && exampleOf(of.output, making)),
  };
}

function operation(contract: Contract, id: string, schemas: Schemas): Json {
  const { body, output, schemas: of } = examplesOf(contract, schemas);
  const may = rolesOf(contract);
  const isOpen = open.has(contract.scope.by);
  const who = may
    ? `For ${may.map((role) => role.replace("_", " ")).join(", ")}.`
    : isOpen
      ? "For everybody, without signing in."
      : "For everybody who is signed in.";
  const optional = contract.body ? contract.body.safeParse(undefined).success : true;
  return {
    operationId: id,
    summary: contract.summary,
    description: [contract.description, who].filter(Boolean).join("\n\n"),
    tags: [contract.tag],
    parameters: parametersOf(contract, of.query),
    ...(contract.media === "raw" && {
      requestBody: {
        description: "The bytes as the sender signed or wrote them",
        content: { "*/*": { schema: {} } },
      },
    }),
    ...(of.body &&
      contract.media !== "raw" && {
        requestBody: {
          required: !optional,
          content: {
            [contract.media === "multipart" ? "multipart/form-data" : "application/json"]: {
              schema: of.body,
              example: body,
            },
          },
        },
      }),
    responses: { [contract.status]: successOf(contract, of.output, output), ...refusalsOf(contract) },
    security: isOpen ? [] : [{ session: [] }, { apiKey: [] }, { cookie: [] }],
    "x-rate-limit": { class: contract.limit, perMinute: limits[contract.limit] },
    "x-scope": contract.scope,
    ...(may && { "x-permission": contract.permission, "x-roles": may }),
  };
}

/**
 * The OpenAPI 3.1 document of a list of contracts (spec.openapis.org/oas/v3.1.0).
 *
 * @param names operationIds by contract; without one it is made from method and path
 * @param resources schemas that become components, by name
 */
export function openapi(
  contracts: readonly Contract[],
  appUrl: string,
  cookie: string,
  names: ReadonlyMap<Contract, string> = new Map(),
  resources: ReadonlyMap<string, z.ZodType> = new Map(),
): Json {
  const schemas = collectSchemas(contracts, resources);
  const paths: Record<string, Json> = {};
  for (const contract of contracts) {
    const id = names.get(contract) ?? contract.key.toLowerCase().replace(/[^a-z0-9]+/g, "_");
    paths[contract.path] = {
      ...paths[contract.path],
      [contract.method.toLowerCase()]: operation(contract, id, schemas),
    };
  }
  const shared = sharedComponents(appUrl);
  return {
    openapi: "3.1.0",
    info: { title: "EIOS", version: "1", description: guide },
    servers: [{ url: `${appUrl.replace(/\/$/, "")}/api` }],
    tags: [...new Set(contracts.map(({ tag }) => tag))].map((name) => ({ name })),
    externalDocs: { description: "The reference, to read and to try", url: `${appUrl}/docs/api` },
    paths,
    components: {
      ...shared,
      securitySchemes: securitySchemes(cookie),
      schemas: { ...schemas.components, ...shared.schemas },
    },
  };
}
