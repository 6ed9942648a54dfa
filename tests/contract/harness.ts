import { z } from "zod";
import type { Contract } from "@/lib/http/endpoint";
import { call } from "@/tests/setup/tenant";
import type { createEverything } from "./everything";
import { bodyFor, queryFor } from "./sample";

type Route = Record<string, Parameters<typeof call>[0]>;
export type Everything = Awaited<ReturnType<typeof createEverything>>;

export const routes = import.meta.glob<Route>("../../app/api/**/route.ts");
export const open = new Set(["public", "token", "webhook"]);
/** Routes that answer without the pipeline. */
export const ownRoute = new Set(["/health", "/ready", "/openapi.json"]);

/** Path parameters that name the tenant's own rows, whichever name the folder gave them. */
export function paramsFor(contract: Contract, of: Everything): Record<string, string> {
  const rule = contract.scope;
  const byFolder: Record<string, string> = {
    tags: of.ids.tag,
    sites: of.ids.site,
    versions: of.ids.version,
    "suppression-list": of.ids.suppression,
    invites: of.inviteToken,
    members: of.owner.id,
    join: of.doorToken,
    sessions: of.ids.session,
    plans: of.ids.plan,
    organizations: of.organizationId,
  };
  return Object.fromEntries(
    [...contract.path.matchAll(/(?:\/([\w-]+))?\/\{(\w+)\}/g)].map(([, folder, name]) => [
      name!,
      rule.by === "path" && rule.param === name ? of.ids[rule.kind] : (byFolder[folder ?? ""] ?? "unknown"),
    ]),
  );
}

/** Whose request an endpoint's sample is: the owner's, but where it takes somebody else. */
function callerOf(contract: Contract, of: Everything): string {
  if (contract.scope.by === "staff") return of.staff.token;
  if (contract.key === "POST /join/{token}") return of.newcomer.token;
  if (contract.key === "POST /orgs/{id}/leave") return of.colleague.token;
  return of.token;
}

/** Calls an endpoint on a tenant's rows with its sample, or with another body or headers. */
export async function send(
  contract: Contract,
  of: Everything,
  given: {
    token?: string | null;
    body?: unknown;
    headers?: Record<string, string>;
    /** Asked beside what the endpoint cannot do without. */
    query?: Record<string, string>;
    params?: Record<string, string>;
  } = {},
) {
  const query = new URLSearchParams(queryFor(contract, of.ids));
  for (const [name, value] of Object.entries(given.query ?? {})) query.set(name, value);
  const asked = query.size > 0 ? `?${query}` : "";
  const folder = contract.path.replace(/\{(\w+)\}/g, "[$1]");
  const route = await routes[`../../app/api${folder}/route.ts`]!();
  return call(route[contract.method]!, {
    method: contract.method,
    path: `/api${contract.path}${asked}`,
    params: { ...paramsFor(contract, of), ...given.params },
    token: given.token === undefined ? callerOf(contract, of) : given.token,
    body: given.body ?? bodyFor(contract, of.ids),
    headers: given.headers,
  });
}

type Field = { type?: string | string[]; anyOf?: Field[]; enum?: unknown[]; maxLength?: number };

/** What each field of a body must not be: `[field, what is wrong, the value]`. */
export function wrongValues(contract: Contract): [field: string, wrong: string, value: unknown][] {
  const schema = z.toJSONSchema(contract.body!, { io: "input", unrepresentable: "any" }) as {
    properties?: Record<string, Field>;
  };
  return Object.entries(schema.properties ?? {}).flatMap(([field, one]) => {
    const branches = one.anyOf ?? [one];
    const types = branches.flatMap(({ type }) => type ?? []);
    const takesNull = types.length === 0 || types.includes("null");
    const wrong: [string, string, unknown][] = [
      [field, "wrong type", types.includes("object") || types.length === 0 ? 7 : { wrong: true }],
    ];
    if (!takesNull) wrong.push([field, "null", null]);
    if (branches.every(({ type, enum: words }) => type === "string" && !words))
      wrong.push([field, "too long", "x".repeat(200_000)]);
    if (branches.some(({ enum: words }) => words)) wrong.push([field, "no word of the list", "nonsense"]);
    return wrong;
  });
}
