import { randomUUID } from "node:crypto";
import { appOrigin, env } from "@/lib/clients/env";
import { mayCallFrom } from "@/lib/tenancy/origins";
import { addressOf } from "./caller";
import { limit } from "./limit";
import { AppError, problemResponse } from "./problem";

/** Seconds a browser keeps the answer to a preflight; an origin that is taken off the list is refused at once all the same. */
const KEPT = 600;

/** What a page elsewhere may read of an answer, beside its body. */
const exposed = [
  "ETag",
  "Idempotency-Replayed",
  "Location",
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
  "Retry-After",
  "X-Request-Id",
].join(", ");

/** The origin of a request that comes from another site's page; null from our own pages and from programs. */
export function foreignOrigin(headers: Headers): string | null {
  const origin = headers.get("origin");
  if (!origin) return null;
  const own = [appOrigin(), `${new URL(env().APP_URL).protocol}//${headers.get("host")}`];
  return own.includes(origin) ? null : origin;
}

/** Lets a page of an origin read an answer. Credentials are never allowed: keys come in a header, cookies not at all. */
export function allowOrigin(headers: Headers, origin: string): void {
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", exposed);
}

/** Whoever keeps answers must tell those of one origin from those of another (Fetch, CORS protocol and HTTP caches). */
export const varyByOrigin = (headers: Headers): void => headers.append("vary", "Origin");

/**
 * Answers a preflight: whether any organization lets pages of this origin call with its keys. The key itself comes with
 * the request, and is held to its own organization's list there.
 */
export async function preflight(request: Request): Promise<Response> {
  const headers = new Headers({
    vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
  });
  const origin = foreignOrigin(request.headers);
  try {
    await limit(`preflight:${addressOf(request.headers)}`, "public");
    if (origin && (await mayCallFrom(origin, null))) {
      headers.set("access-control-allow-origin", origin);
      headers.set("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
      headers.set(
        "access-control-allow-headers",
        "Authorization, Content-Type, Idempotency-Key, If-Match, X-Request-Id",
      );
      headers.set("access-control-max-age", String(KEPT));
    }
    return new Response(null, { status: 204, headers });
  } catch (error) {
    const refusal = error instanceof AppError ? error : new AppError("unavailable", { retryAfter: 2 });
    return problemResponse(refusal, randomUUID(), env().APP_URL);
  }
}
