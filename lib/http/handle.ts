import { createHash } from "node:crypto";
import { ZodError } from "zod";
import { appHost, appOrigin, env } from "@/lib/clients/env";
import { log } from "@/lib/clients/log";
import { flushTelemetry, hasTelemetry, report, span } from "@/lib/clients/telemetry";
import { sessionCookie } from "@/lib/tenancy/session";
import { inBackground } from "./background";
import { addressOf, placeOf, requestIdOf } from "./caller";
import { allowOrigin, foreignOrigin, varyByOrigin } from "./cors";
import type { Contract } from "./endpoint";
import { hostKind } from "./host";
import { jsonResponse } from "./json";
import { type Call, type Fn, run } from "./pipeline";
import { type Allowance, AppError, problemResponse } from "./problem";

const MEGABYTE = 1024 * 1024;
const openToGuests = new Set(["public", "token", "webhook"]);

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * The route handler of a contract: `Request → Response`, without Next.
 *
 * Every answer carries X-Request-Id and the RateLimit headers; every refusal is an RFC 9457 problem. The handler
 * names its contract, by which the front knows that it needs nothing of Next.
 */
export function handle<C extends Contract>(contract: C, fn: Fn<C>) {
  const handler = (request: Request, context?: RouteContext): Promise<Response> => {
    const requestId = requestIdOf(request);
    return traced(contract.method, contract.path, requestId, () => respond(request, requestId, context));
  };
  return Object.assign(handler, { contract: contract as Contract });

  async function respond(request: Request, requestId: string, context?: RouteContext): Promise<Response> {
    const began = performance.now();
    let call: Call | undefined;
    let response: Response;
    let allowance: Allowance | undefined;
    try {
      const params = (await context?.params) ?? {};
      call = read(contract, request, requestId, params as Record<string, string>);
      const { output, replayed, reply } = await run(contract, fn, call);
      response = answer(contract, output, replayed);
      for (const [name, value] of reply) response.headers.append(name, value);
    } catch (error) {
      response = refuse(contract, error, requestId);
      allowance = error instanceof AppError ? error.more.allowance : undefined;
    }
    allowance ??= call?.allowance;
    response.headers.set("x-request-id", requestId);
    if (allowance) {
      response.headers.set("ratelimit-limit", String(allowance.limit));
      response.headers.set("ratelimit-remaining", String(allowance.remaining));
      response.headers.set("ratelimit-reset", String(allowance.resetSeconds));
    }
    if (!openToGuests.has(contract.scope.by) || call?.allowedOrigin) varyByOrigin(response.headers);
    if (call?.allowedOrigin) allowOrigin(response.headers, call.allowedOrigin);
    response.headers.set("x-content-type-options", "nosniff");
    response.headers.set(
      "referrer-policy",
      contract.scope.by === "token" ? "no-referrer" : "strict-origin-when-cross-origin",
    );
    log.info(
      {
        requestId,
        endpoint: contract.key,
        status: response.status,
        ms: Math.round(performance.now() - began),
      },
      "answered",
    );
    return response;
  }
}

/**
 * Measures a request by its route; who asked, and with which token, stays out.
 *
 * @param route with its parameters by name, `/guests/{id}`
 */
export function traced(
  method: string,
  route: string,
  requestId: string,
  fn: () => Promise<Response>,
): Promise<Response> {
  if (!hasTelemetry()) return fn();
  const attributes = { "http.request.method": method, "http.route": route, "eios.request_id": requestId };
  const answered = span("request", `${method} ${route}`, attributes, async (note) => {
    const response = await fn();
    note(
      { "http.response.status_code": response.status },
      response.status >= 500 ? String(response.status) : undefined,
    );
    return response;
  });
  // A function on Vercel is frozen after its answer, with all that was not sent.
  if (process.env.VERCEL) inBackground(() => answered.then(flushTelemetry));
  return answered;
}

/** The bearer token, or the session cookie where the request came to the app's own host. */
export function tokenOf(headers: Headers): { token: string | null; byCookie: boolean } {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer) return { token: bearer, byCookie: false };
  if (headers.get("host") !== appHost()) return { token: null, byCookie: false };
  const name = sessionCookie(env().APP_URL);
  const cookie = headers
    .get("cookie")
    ?.split(/;\s*/)
    .find((part) => part.startsWith(`${name}=`));
  return { token: cookie ? decodeURIComponent(cookie.slice(name.length + 1)) : null, byCookie: true };
}

function isGuestHost(request: Request): boolean {
  const { kind } = hostKind(request.headers.get("host"), appHost(), env().SITES_DOMAIN);
  return kind === "site" || kind === "other";
}

/** A route handler that is no contract's (Auth.js' own): guests' hosts answer 404. */
export const onlyOnTheApp = <T extends Request>(handler: (request: T) => Promise<Response>) => {
  return async (request: T): Promise<Response> =>
    isGuestHost(request)
      ? problemResponse(new AppError("not_found"), requestIdOf(request), env().APP_URL)
      : handler(request);
};

function read(contract: Contract, request: Request, requestId: string, params: Record<string, string>): Call {
  if (isGuestHost(request) && !openToGuests.has(contract.scope.by)) throw new AppError("not_found");
  const { token, byCookie } = tokenOf(request.headers);
  const changes = contract.method !== "GET";
  const origin = request.headers.get("origin");
  // A cookie travels by itself, so a change must come from our own page (OWASP ASVS 5.0, 3.5.1).
  if (changes && byCookie && token && origin && origin !== appOrigin()) {
    throw new AppError("bad_origin");
  }
  return {
    requestId,
    address: addressOf(request.headers),
    userAgent: request.headers.get("user-agent")?.slice(0, 400) ?? null,
    place: placeOf(request.headers),
    token,
    origin: foreignOrigin(request.headers),
    params,
    query: queryOf(request),
    body: undefined,
    bodyHash: null,
    ifMatch: null,
    bring: async () => ({
      ...(await bodyOf(contract, request)),
      ifMatch: ifMatchOf(request, contract),
      idempotencyKey: idempotencyKeyOf(request, contract),
    }),
    idempotencyKey: null,
  };
}

function queryOf(request: Request): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    const earlier = query[name];
    query[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return query;
}

function ifMatchOf(request: Request, contract: Contract): number | null {
  const header = request.headers.get("if-match");
  if (!contract.versioned || !header || header === "*") return null;
  const version = /^(?:W\/)?"?(\d+)"?$/.exec(header)?.[1];
  if (!version) {
    throw new AppError("bad_request", { detail: 'If-Match takes the version you read, such as "3".' });
  }
  return Number(version);
}

function idempotencyKeyOf(request: Request, contract: Contract): string | null {
  if (contract.method !== "POST" || contract.replay === false) return null;
  const key = request.headers.get("idempotency-key");
  if (key && key.length > 255) {
    throw new AppError("bad_request", { detail: "Idempotency-Key has at most 255 characters." });
  }
  return key;
}

async function bodyOf(
  contract: Contract,
  request: Request,
): Promise<{ body: unknown; bodyHash: string | null }> {
  if (contract.method === "GET") return { body: undefined, bodyHash: null };
  const max = contract.maxBytes ?? MEGABYTE;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const bytes = await readAtMost(request, max);
  const bodyHash = createHash("sha256").update(bytes).digest("hex");
  if (contract.media === "raw") return { body: { bytes, headers: request.headers }, bodyHash };
  if (contract.media === "multipart") {
    if (type !== "multipart/form-data") {
      throw new AppError("unsupported_media_type", { detail: "Send multipart/form-data." });
    }
    try {
      const form = await new Response(bytes as BodyInit, {
        headers: { "content-type": request.headers.get("content-type")! },
      }).formData();
      // The multipart boundary differs with each sending, so the parts make the hash.
      const parts = createHash("sha256");
      for (const [name, value] of form) {
        parts.update(`${name}\0`);
        parts.update(typeof value === "string" ? value : new Uint8Array(await value.arrayBuffer()));
      }
      return { body: Object.fromEntries(form), bodyHash: parts.digest("hex") };
    } catch {
      throw new AppError("bad_request", { detail: "The multipart body is not complete." });
    }
  }
  if (bytes.length === 0)
    return { body: contract.body && "shape" in contract.body ? {} : undefined, bodyHash };
  if (!contract.body) return { body: undefined, bodyHash };
  if (type !== "application/json") {
    throw new AppError("unsupported_media_type", { detail: "Send application/json." });
  }
  try {
    return { body: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), bodyHash };
  } catch {
    throw new AppError("bad_request", { detail: "The body is not valid JSON." });
  }
}

/** The bytes of a request, refused as too large rather than read to the end. */
export async function readAtMost(request: Request, max: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new AppError("too_large", { detail: `At most ${Math.round(max / 1024)} KB are accepted here.` });
  if (Number(request.headers.get("content-length") ?? 0) > max) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new AppError("bad_request", { detail: "The body broke off before its end." });
    });
    if (done) break;
    size += value.length;
    if (size > max) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

function answer(contract: Contract, output: unknown, replayed: boolean): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (replayed) headers.set("idempotency-replayed", "true");
  if (output instanceof Response) return output;
  if (contract.status === 204 || output === undefined) return new Response(null, { status: 204, headers });
  headers.set("content-type", "application/json");
  if (contract.location) headers.set("location", contract.location(output as never));
  const version = (output as { version?: number }).version;
  if (typeof version === "number") headers.set("etag", `"${version}"`);
  return jsonResponse(output, contract.status, headers);
}

function refuse(contract: Contract, error: unknown, requestId: string): Response {
  if (error instanceof AppError) return problemResponse(error, requestId, env().APP_URL);
  // An answer that breaks its own contract is our mistake, and is told apart in the log.
  const reason = error instanceof ZodError ? "the output does not match its contract" : "unexpected error";
  log.error({ requestId, endpoint: contract.key, error: describe(error) }, reason);
  report(error, { endpoint: contract.key, requestId });
  return problemResponse(
    new AppError("internal", {
      detail:
        "Something went wrong on our side. Nothing was changed. Try again, and tell us the request id if it stays.",
    }),
    requestId,
    env().APP_URL,
  );
}

/** An error for the log: message, cause and stack; query parameters (which may be personal) stay out. */
function describe(error: unknown): unknown {
  if (error instanceof ZodError)
    return error.issues.map((i) => ({ path: i.path, code: i.code, message: i.message }));
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  return { name: cause.name, message: cause.message, stack: cause.stack };
}
