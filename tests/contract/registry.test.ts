import { readFileSync } from "node:fs";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contract } from "@/lib/http/endpoint";
import { registry } from "@/lib/registry";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";
import { createEverything } from "./everything";
import { additions, later, ownRoutes } from "./map";
import { bodyFor, queryFor } from "./sample";

type Route = Record<string, Parameters<typeof call>[0]>;

const routes = import.meta.glob<Route>("../../app/api/**/route.ts");
const folderOf = (path: string) => `app/api${path.replace(/\{(\w+)\}/g, "[$1]")}`;
const shapeOf = (line: string) => line.replace(/\{\w+\}|:\w+/g, ":");
const asLine = ({ method, path }: Contract) => shapeOf(`${method} ${path}`);
const open = new Set(["public", "token", "webhook"]);

let mine: Awaited<ReturnType<typeof createEverything>>;
let outsider: Awaited<ReturnType<typeof createTenant>>;
let viewer: Awaited<ReturnType<typeof createUser>>;
let owner: postgres.Sql;

beforeAll(async () => {
  owner = postgres(process.env.DATABASE_OWNER_URL!, { max: 1, onnotice: () => {} });
  mine = await createEverything();
  outsider = await createTenant();
  viewer = await createUser();
  await addMember(mine.organizationId, viewer, "viewer");
});
afterAll(() => owner.end());

/** Everything the tenant owns, as one word: a changed row anywhere changes it. */
async function fingerprint(): Promise<string> {
  const tables = await owner<{ name: string }[]>`
    select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'organization_id' order by 1`;
  const parts: string[] = [];
  for (const { name } of tables) {
    const [row] = await owner.unsafe(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t where organization_id = $1`,
      [mine.organizationId],
    );
    parts.push(`${name}:${row!.sum}`);
  }
  return parts.join("\n");
}

/** Path parameters that name the tenant's own rows, whichever name the folder gave them. */
function paramsFor(contract: Contract): Record<string, string> {
  const rule = contract.scope;
  const names = [...contract.path.matchAll(/(?:\/([\w-]+))?\/\{(\w+)\}/g)];
  const byFolder: Record<string, string> = {
    tags: mine.ids.tag,
    sites: mine.ids.site,
    versions: mine.ids.version,
    "suppression-list": mine.ids.suppression,
    members: viewer.id,
  };
  return Object.fromEntries(
    names.map(([, folder, name]) => [
      name!,
      rule.by === "path" && rule.param === name ? mine.ids[rule.kind] : (byFolder[folder ?? ""] ?? "unknown"),
    ]),
  );
}

async function send(contract: Contract, given: { token?: string | null; body?: unknown }) {
  const route = await routes[`../../${folderOf(contract.path)}/route.ts`]!();
  return call(route[contract.method]!, {
    method: contract.method,
    path: `/api${contract.path}${queryFor(contract, mine.ids)}`,
    params: paramsFor(contract),
    token: given.token,
    body: given.body ?? bodyFor(contract, mine.ids),
  });
}

const closed = registry.filter((contract) => !open.has(contract.scope.by));
const ofRows = closed.filter((contract) => ["path", "body", "query", "named"].includes(contract.scope.by));
const cases = (contracts: readonly Contract[]) =>
  contracts.map((contract) => [contract.key, contract] as const);

describe("the map", () => {
  it("contracts are the route files, verb for verb", () => {
    const files = Object.keys(routes)
      .map((file) => file.slice("../../".length))
      .filter((file) => !ownRoutes.some((own) => file.startsWith(own)));
    const verbs = files.flatMap((file) =>
      [
        ...readFileSync(file, "utf8").matchAll(
          /export (?:const|(?:async )?function) (GET|POST|PUT|PATCH|DELETE)\b/g,
        ),
      ].map(
        ([, verb]) => `${verb} ${file.replace(/^app\/api|\/route\.ts$/g, "").replace(/\[(\w+)\]/g, "{$1}")}`,
      ),
    );
    const declared = registry
      .filter((contract) => !ownRoutes.some((own) => `${folderOf(contract.path)}/route.ts`.startsWith(own)))
      .map(({ key }) => key);
    expect(verbs.sort()).toEqual(declared.sort());
    for (const { path } of registry) expect(routes).toHaveProperty([`../../${folderOf(path)}/route.ts`]);
  });

  it("contracts are the endpoints of the map built so far, and a named list of additions", () => {
    const map = readFileSync("tests/contract/endpoints.txt", "utf8").trim().split("\n").map(shapeOf);
    const built = new Set(registry.map(asLine));
    const isLater = (line: string) => later.some((pattern) => pattern.test(line));
    expect(map.filter((line) => !built.has(line) && !isLater(line))).toEqual([]);
    expect([...built].filter((line) => !map.includes(line)).sort()).toEqual(additions.map(shapeOf).sort());
    expect(map.filter((line) => built.has(line) && isLater(line))).toEqual([]);
  });

  it("who may call without a session is exactly this", () => {
    expect(
      registry
        .filter((c) => open.has(c.scope.by))
        .map((c) => c.key)
        .sort(),
    ).toMatchSnapshot();
  });
});

describe("a stranger", () => {
  it.each(cases(closed))("%s answers 401", async (_, contract) => {
    const answer = await send(contract, {});
    expect([answer.status, answer.json?.code]).toEqual([401, "unauthenticated"]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("another organization's member", () => {
  it.each(cases(ofRows))("%s answers 404 and changes nothing", async (_, contract) => {
    const before = await fingerprint();
    const answer = await send(contract, { token: outsider.token });
    expect([answer.status, answer.json?.code, answer.json?.errors]).toEqual([404, "not_found", undefined]);
    expect(await fingerprint()).toBe(before);
  });
});

describe("a viewer", () => {
  const writes = ofRows.filter((contract) => contract.permission && !contract.permission.endsWith(":read"));
  it.each(cases(writes))("%s answers 403 and changes nothing", async (_, contract) => {
    const before = await fingerprint();
    const answer = await send(contract, { token: viewer.token });
    expect([answer.status, answer.json?.code]).toEqual([403, "forbidden"]);
    expect(await fingerprint()).toBe(before);
  });
});

describe("a member who is not of the staff", () => {
  const staffs = registry.filter((contract) => contract.scope.by === "staff");
  it.each(cases(staffs))("%s answers 403", async (_, contract) => {
    const answer = await send(contract, { token: mine.token });
    expect([answer.status, answer.json?.code]).toEqual([403, "forbidden"]);
  });
});

describe("an unknown field", () => {
  const taking = registry.filter((contract) => contract.body && contract.media === "json");
  it.each(cases(taking))("%s answers 400 and names it", async (_, contract) => {
    const before = await fingerprint();
    const body = { ...(bodyFor(contract, mine.ids) as object), surprise: 1 };
    const answer = await send(contract, { token: mine.token, body });
    expect([answer.status, answer.json?.code]).toEqual([400, "invalid"]);
    expect(answer.json.errors).toContainEqual({ path: "surprise", message: "is not a known field" });
    expect(await fingerprint()).toBe(before);
  });
});
