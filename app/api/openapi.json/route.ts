import { env } from "@/lib/clients/env";
import { openapi } from "@/lib/http/openapi";
import { operationIds, registry, resources } from "@/lib/registry";
import { sessionCookie } from "@/lib/tenancy/session";

export const dynamic = "force-dynamic";

let document: string | undefined;

/** The same for everybody and all the time a build lives, so it is written once. */
export function GET(): Response {
  const { APP_URL: app } = env();
  document ??= JSON.stringify(openapi(registry, app, sessionCookie(app), operationIds, resources));
  return new Response(document, {
    headers: { "content-type": "application/json", "access-control-allow-origin": "*" },
  });
}
