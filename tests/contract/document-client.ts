import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";

type Json = Record<string, unknown>;
type Parameter = { name: string; in: string; required?: boolean };
type Content = Record<string, { schema?: Json; example?: unknown }>;
type Operation = {
  operationId: string;
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content; headers?: Json }>;
};
export type Given = { params?: Record<string, string | number>; body?: Json | FormData };
export type Answer = { status: number; json: Json; headers: Headers };

/**
 * A client that knows nothing but an OpenAPI document: whatever the document does not describe, it neither sends nor
 * takes. What a stranger would generate in any language.
 */
export function clientOf(
  document: Json,
  token: string,
  send: (request: Request) => Promise<Response>,
): (operationId: string, given?: Given) => Promise<Answer> {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, "document");
  const checks = new Map<string, ValidateFunction>();
  const check = (pointer: string[], value: unknown, what: string) => {
    const name = pointer
      .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const validate = checks.get(name) ?? ajv.compile({ $ref: `document#/${name}` });
    checks.set(name, validate);
    if (!validate(value))
      throw new Error(`${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`);
  };
  const [{ url: server }] = document.servers as [{ url: string }];
  const paths = document.paths as Record<string, Record<string, Operation>>;

  return async (operationId, { params = {}, body } = {}) => {
    const [path, verb, operation] = Object.entries(paths)
      .flatMap(([at, verbs]) => Object.entries(verbs).map(([verb, one]) => [at, verb, one] as const))
      .find(([, , one]) => one.operationId === operationId)!;
    const known = (operation.parameters ?? []).map((one) =>
      "$ref" in one
        ? (one.$ref
            .split("/")
            .slice(1)
            .reduce<unknown>((at, part) => (at as Json)[part], document) as Parameter)
        : one,
    );
    for (const name of Object.keys(params))
      if (!known.some((one) => one.name === name)) throw new Error(`${operationId} takes no ${name}`);
    for (const { name, required } of known)
      if (required && params[name] === undefined) throw new Error(`${operationId} needs ${name}`);
    const url = new URL(server + path.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name])));
    const headers = new Headers({ authorization: `Bearer ${token}`, host: url.host });
    for (const { name, in: place } of known) {
      if (params[name] === undefined) continue;
      if (place === "query") url.searchParams.set(name, String(params[name]));
      if (place === "header") headers.set(name, String(params[name]));
    }
    const at = ["paths", path, verb];
    const media = Object.keys(operation.requestBody?.content ?? {})[0];
    if (body && !media) throw new Error(`${operationId} takes no body`);
    if (body && !(body instanceof FormData)) {
      headers.set("content-type", media!);
      check([...at, "requestBody", "content", media!, "schema"], body, `${operationId} takes another body`);
    }
    const payload = body instanceof FormData || body === undefined ? body : JSON.stringify(body);
    const response = await send(new Request(url, { method: verb.toUpperCase(), headers, body: payload }));
    const status = String(response.status);
    const described = operation.responses[status];
    if (!described) throw new Error(`${operationId} answered ${status}, of which the document says nothing`);
    const text = await response.text();
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    const json = text && type.includes("json") ? JSON.parse(text) : {};
    if (text && !described.content?.[type]) throw new Error(`${operationId} answered ${type}`);
    if (type.includes("json"))
      check(
        [...at, "responses", status, "content", type, "schema"],
        json,
        `${operationId} answered something else`,
      );
    for (const name of Object.keys(described.headers ?? {}))
      if (/^RateLimit|^X-Request-Id$/.test(name) && !response.headers.has(name))
        throw new Error(`${operationId} answered without ${name}`);
    return { status: response.status, json, headers: response.headers };
  };
}
