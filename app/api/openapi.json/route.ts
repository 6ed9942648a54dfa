import { env } from "@/lib/clients/env";
import { openapi } from "@/lib/http/openapi";
import { registry } from "@/lib/registry";
import { sessionCookie } from "@/lib/tenancy/session";

export const dynamic = "force-dynamic";

let document: string | undefined;

/** The same for everybody and all the time a build lives, so it is written once. */
export function GET(): Response {
  document ??= JSON.stringify(openapi(registry, env().APP_URL, sessionCookie(env().APP_URL)));
  return new Response(document, {
    headers: { "content-type": "application/json", "access-control-allow-origin": "*" },
  });
}
