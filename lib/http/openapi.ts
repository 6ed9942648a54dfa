import { z } from "zod";
import type { Contract } from "./endpoint";
import { type ProblemCode, problems } from "./problem";

type Json = Record<string, unknown>;

/** What any endpoint of a kind may answer, beside its own codes. */
function codesOf(contract: Contract): ProblemCode[] {
  const codes = new Set<ProblemCode>([
    "rate_limited",
    "internal",
    "unavailable",
    ...(contract.problems ?? []),
  ]);
  const { by } = contract.scope;
  if (!["public", "token", "webhook"].includes(by)) codes.add("unauthenticated");
  if (["path", "body", "query", "named"].includes(by)) codes.add("not_found");
  if (by === "staff" || by === "named") codes.add("forbidden");
  if (by === "token") for (const code of ["not_found", "expired", "revoked"] as const) codes.add(code);
  if (by === "webhook") codes.add("bad_signature");
  if (contract.permission) codes.add("forbidden");
  if (contract.query || contract.body) codes.add("invalid");
  if (contract.body)
    for (const code of ["bad_request", "too_large", "unsupported_media_type"] as const) codes.add(code);
  if (contract.method === "POST") codes.add("idempotency_conflict");
  if (contract.versioned) codes.add("stale");
  if (contract.entitlement) codes.add("limit_reached");
  return [...codes].sort();
}

const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  return rest;
};

function parametersOf(contract: Contract): Json[] {
  const path = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const shape = contract.query
    ? (schemaOf(contract.query, "input") as { properties?: Json; required?: string[] })
    : {};
  const query = Object.entries(shape.properties ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: shape.required?.includes(name) ?? false,
    schema,
  }));
  const headers = [
    ...(contract.method === "POST"
      ? [header("Idempotency-Key", "Answers the same request once, for 24 hours")]
      : []),
    ...(contract.versioned ? [header("If-Match", "The version you read; another one answers 412")] : []),
  ];
  return [...path, ...query, ...headers];
}

const header = (name: string, description: string): Json => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string" },
});

function operation(contract: Contract): Json {
  const success: Json = { description: contract.summary };
  if (contract.output)
    success.content = { "application/json": { schema: schemaOf(contract.output, "output") } };
  const refusals: Record<string, Json> = {};
  for (const code of codesOf(contract)) {
    const [status, title] = problems[code];
    const earlier = refusals[status];
    const line = `\`${code}\`: ${title}.`;
    refusals[status] = {
      description: earlier ? `${earlier.description} ${line}` : line,
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    };
  }
  const open = ["public", "token", "webhook"].includes(contract.scope.by);
  return {
    operationId: contract.key
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/_$/, ""),
    summary: contract.summary,
    ...(contract.description && { description: contract.description }),
    tags: [contract.tag],
    parameters: parametersOf(contract),
    ...(contract.body && {
      requestBody: {
        content: {
          [contract.media === "multipart" ? "multipart/form-data" : "application/json"]: {
            schema: schemaOf(contract.body, "input"),
          },
        },
      },
    }),
    responses: { [contract.status]: success, ...refusals },
    security: open ? [] : [{ bearer: [] }, { cookie: [] }],
    "x-rate-limit-class": contract.limit,
    ...(contract.permission && { "x-permission": contract.permission }),
  };
}

/** The OpenAPI 3.1 document of a list of contracts. */
export function openapi(contracts: readonly Contract[], appUrl: string, cookie: string): Json {
  const paths: Record<string, Json> = {};
  for (const contract of contracts) {
    paths[contract.path] = { ...paths[contract.path], [contract.method.toLowerCase()]: operation(contract) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "EIOS",
      version: "1",
      description: "One system for an invitation, from the first guest list to the last photo.",
    },
    servers: [{ url: `${appUrl}/api` }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "The token of POST /auth/verify" },
        cookie: { type: "apiKey", in: "cookie", name: cookie },
      },
      schemas: {
        Problem: {
          type: "object",
          description: "RFC 9457",
          required: ["type", "title", "status", "detail", "code", "requestId"],
          properties: {
            type: { type: "string", format: "uri" },
            title: { type: "string" },
            status: { type: "integer" },
            detail: { type: "string" },
            code: { type: "string", enum: Object.keys(problems) },
            requestId: { type: "string" },
            errors: {
              type: "array",
              items: {
                type: "object",
                required: ["path", "message"],
                properties: { path: { type: "string" }, message: { type: "string" } },
              },
            },
          },
        },
      },
    },
  };
}
