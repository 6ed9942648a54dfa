import { env } from "./clients/env";
import { openapi } from "./http/openapi";
import { operationIds, registry, resources } from "./registry";
import { sessionCookie } from "./tenancy/session";

type Json = Record<string, unknown>;

/** A JSON Schema as the document writes it. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
};

type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: Schema;
};
type Content = { schema?: Schema; example?: unknown; examples?: Record<string, unknown> };

type Written = {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters: (Parameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
  security: unknown[];
  "x-rate-limit": { class: string; perMinute: number };
  "x-permission"?: string;
};

/** One operation as its page shows it; everything comes from the document. */
export type Operation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  tag: string;
  parameters: Parameter[];
  body: { media: string; required: boolean; schema: Schema; example: unknown } | null;
  success: {
    status: string;
    description: string;
    media: string | null;
    schema: Schema | null;
    example: unknown;
  };
  problems: { code: string; status: string; title: string }[];
  perMinute: number;
  permission: string | null;
  isOpen: boolean;
};

let document: Json | undefined;

/** The OpenAPI document of this installation, written once while a build lives. */
export function apiDocument(): Json {
  const { APP_URL: app } = env();
  document ??= openapi(registry, app, sessionCookie(app), operationIds, resources);
  return document;
}

const paths = () => apiDocument().paths as Record<string, Record<string, Written>>;

/** What a `$ref` of the document leads to. */
export function refer<T>(ref: string): T {
  return ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((at, name) => (at as Json)[name], apiDocument()) as T;
}

/** The document's introduction. */
export const introduction = (): string => (apiDocument().info as { description: string }).description;

/** Where the API is. */
export const serverUrl = (): string => (apiDocument().servers as [{ url: string }])[0].url;

/** Every operation by tag, in the document's order. */
export function operationsByTag() {
  const all = Object.entries(paths()).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { operationId: id, summary, tags }]) => ({
      ...{ id, path, summary, tag: tags[0]! },
      method: verb.toUpperCase(),
    })),
  );
  return (apiDocument().tags as { name: string }[]).map(({ name }) => ({
    tag: name,
    operations: all.filter(({ tag }) => tag === name),
  }));
}

/** One operation by its id; null where the document has none of that name. */
export function operationOf(id: string): Operation | null {
  for (const [path, verbs] of Object.entries(paths())) {
    for (const [verb, written] of Object.entries(verbs)) {
      if (written.operationId === id) return readable(path, verb, written);
    }
  }
  return null;
}

function readable(path: string, verb: string, written: Written): Operation {
  const { requestBody, responses } = written;
  const [media, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const [status, success] = Object.entries(responses).find(([code]) => code.startsWith("2"))!;
  const [answerMedia, answer] = Object.entries(success.content ?? {})[0] ?? [];
  const problems = Object.entries(responses)
    .filter(([code]) => !code.startsWith("2"))
    .flatMap(([code, { content: refusal }]) =>
      Object.keys(refusal?.["application/problem+json"]?.examples ?? {}).map((name) => ({
        ...{ code: name, status: code },
        title: refer<{ summary: string }>(`#/components/examples/${name}`).summary,
      })),
    );
  return {
    id: written.operationId,
    method: verb.toUpperCase(),
    path,
    summary: written.summary,
    description: written.description,
    tag: written.tags[0]!,
    parameters: written.parameters.map((one) => ("$ref" in one ? refer<Parameter>(one.$ref) : one)),
    body:
      media && content
        ? {
            ...{ media, required: requestBody!.required ?? false },
            ...{ schema: content.schema ?? {}, example: content.example },
          }
        : null,
    success: {
      ...{ status, description: success.description, media: answerMedia ?? null },
      ...{ schema: answer?.schema ?? null, example: answer?.example },
    },
    problems,
    perMinute: written["x-rate-limit"].perMinute,
    permission: written["x-permission"] ?? null,
    isOpen: written.security.length === 0,
  };
}
