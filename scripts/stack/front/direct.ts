import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ReadableStream } from "node:stream/web";
import type { handle } from "@/lib/http/handle";
import type { Upstream } from "../front";

type Handler = ReturnType<typeof handle>;
type Route = { regex: RegExp; names: string[]; exports: () => Promise<Record<string, unknown>> };
/** A route's module as Next compiles it: what the route exports comes as `userland`, once it is loaded. */
type Compiled = {
  routeModule: { ensureUserland(): Promise<void>; userland: Record<string, unknown> };
};

/** What Next writes down about a build, as far as it is read here. */
type RoutesManifest = {
  headers: { regex: string; headers: { key: string; value: string }[] }[];
  staticRoutes: { page: string; regex: string }[];
  dynamicRoutes: { page: string; regex: string }[];
};

/**
 * Calls the handlers of contracts without Next, out of the modules that Next compiled (so that both use one pool and
 * one cache): a contract's handler is a plain `Request → Response`, and what Next does around it costs more than most
 * of them. Everything else is `next`'s: pages, other handlers, other methods, addresses that are not canonical.
 *
 * @param build the folder of a production build, `.next`
 * @param origin of `request.url`, as Next gives it
 */
export function direct(build: string, origin: string, next: Upstream): Upstream {
  const read = <T>(...path: string[]): T => JSON.parse(readFileSync(join(build, ...path), "utf8"));
  const manifest = read<RoutesManifest>("routes-manifest.json");
  const files = read<Record<string, string>>("server", "app-paths-manifest.json");
  const rules = manifest.headers.map(({ regex, headers }) => ({ regex: new RegExp(regex), headers }));
  // In Next's own order: names before parameters.
  const routes = [...manifest.staticRoutes, ...manifest.dynamicRoutes].flatMap(({ page, regex }): Route[] => {
    const file = files[`${page}/route`];
    if (!page.startsWith("/api/") || page.includes("[...") || !file) return [];
    const names = Array.from(page.matchAll(/\[([^\]]+)\]/g), ([, name]) => name!);
    let loaded: Promise<Record<string, unknown>> | undefined;
    const exports = () => (loaded ??= load(join(build, "server", file)));
    return [{ regex: new RegExp(regex), names, exports }];
  });

  return async (req, res) => {
    const path = req.url?.split("?", 1)[0] ?? "";
    const found = path.startsWith("/api/") && !path.endsWith("/") ? find(routes, path) : undefined;
    const handler = (await found?.route.exports())?.[req.method ?? ""];
    if (!found || !isContracts(handler)) return next(req, res);
    const response = await handler(toRequest(req, origin), { params: Promise.resolve(found.params) });
    for (const { regex, headers } of rules)
      if (regex.test(path)) for (const { key, value } of headers) res.setHeader(key, value);
    await answer(res, response);
  };
}

const require = createRequire(import.meta.url);

async function load(file: string): Promise<Record<string, unknown>> {
  const { routeModule } = require(file) as Compiled;
  await routeModule.ensureUserland();
  return routeModule.userland;
}

const isContracts = (handler: unknown): handler is Handler =>
  typeof handler === "function" && "contract" in handler;

/** The route of a path and its parameters; none where an escape in it cannot be read. */
function find(routes: Route[], path: string): { route: Route; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const match = route.regex.exec(path);
    if (!match) continue;
    try {
      const params = route.names.map((name, at) => [name, decodeURIComponent(match[at + 1]!)]);
      return { route, params: Object.fromEntries(params) };
    } catch {
      return undefined;
    }
  }
  return undefined;
}

function toRequest(req: IncomingMessage, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, one);
  }
  // A refusal leaves the rest of a body unread, and its connection must live to carry the answer.
  const body =
    req.method === "GET" ? undefined : ReadableStream.from(req.iterator({ destroyOnReturn: false }));
  return new Request(origin + req.url, { method: req.method, headers, body, duplex: "half" } as RequestInit);
}

/** A reader who leaves before the end is none of our failures. */
function mustHaveLeft(error: NodeJS.ErrnoException, res: ServerResponse): void {
  if (error.code !== "ERR_STREAM_PREMATURE_CLOSE" || !res.destroyed) throw error;
}

/** Sends an answer as its bytes come, and stops asking for more where nobody reads them any more. */
async function answer(res: ServerResponse, response: Response): Promise<void> {
  res.statusCode = response.status;
  for (const [name, value] of response.headers) res.appendHeader(name, value);
  if (!response.body) res.end();
  else await pipeline(response.body, res).catch((error) => mustHaveLeft(error, res));
}
