import { beforeAll, describe, expect, it } from "vitest";
import * as keys from "@/app/api/orgs/[id]/api-keys/route";
import { OPTIONS } from "@/app/api/preflight/route";
import * as one from "@/app/api/projects/[id]/route";
import * as projects from "@/app/api/projects/route";
import * as values from "@/app/api/settings/values/route";
import { call, createTenant } from "@/tests/setup/tenant";

const shop = "https://shop.example.com";
let mine: Awaited<ReturnType<typeof createTenant>>;
let key: string;

const allow = (value: unknown, tenant = mine) =>
  call(values.POST, {
    token: tenant.token,
    body: { key: "api.origins", scope: "organization", scopeId: tenant.organizationId, value },
  });
const ask = (origin: string, token: string | null = key) =>
  call(projects.GET, { token, headers: { origin } });
const corsOf = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith("access-control-"));
const preflight = async (origin: string) => {
  const headers = { origin, "access-control-request-method": "PATCH", host: "app.localhost:3000" };
  return OPTIONS(new Request("http://app.localhost:3000/api/projects/x", { method: "OPTIONS", headers }));
};

beforeAll(async () => {
  mine = await createTenant();
  const made = await call(keys.POST, {
    token: mine.token,
    params: { id: mine.organizationId },
    body: { name: "Shop", scopes: ["projects:read", "projects:write"] },
  });
  key = made.json.key;
  expect((await allow([shop, "http://localhost:5173"])).status).toBe(201);
});

describe("a page elsewhere", () => {
  it("whose origin the organization lists may call with its keys and read all it needs, without credentials", async () => {
    const answer = await ask(shop);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe(shop);
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(answer.headers.get("vary")).toContain("Origin");
    const exposed = answer.headers.get("access-control-expose-headers")!.toLowerCase().split(", ");
    for (const name of ["ratelimit-remaining", "x-request-id", "etag", "location", "retry-after"])
      expect(exposed).toContain(name);
    // Refusals can be read there too.
    const wrong = await call(projects.POST, { token: key, headers: { origin: shop }, body: {} });
    expect([wrong.status, wrong.headers.get("access-control-allow-origin")]).toEqual([400, shop]);
  });

  it("of any other origin is refused before anything happens, and gets no header", async () => {
    for (const origin of [
      "https://evil.example.com",
      "https://shop.example.com.evil.com",
      "null",
      `${shop}:8443`,
    ]) {
      const answer = await call(one.PATCH, {
        method: "PATCH",
        token: key,
        params: { id: mine.projectId },
        headers: { origin },
        body: { name: "Taken over" },
      });
      expect([answer.status, answer.json.code, corsOf(answer.headers)]).toEqual([403, "bad_origin", []]);
      expect(answer.headers.get("vary")).toContain("Origin");
    }
    const kept = await call(one.GET, { token: key, params: { id: mine.projectId } });
    expect(kept.json.name).toBe("Ada & Luca");
  });

  it("is held to the list of the key's own organization, and never served a session", async () => {
    const other = await createTenant();
    expect((await allow(["https://other.example.com"], other)).status).toBe(201);
    expect((await ask("https://other.example.com")).status).toBe(403);
    const signedIn = await ask(shop, mine.token);
    expect(corsOf(signedIn.headers)).toEqual([]);
  });

  it("asks first: answered where any organization lists the origin, for a while, and in silence elsewhere", async () => {
    const yes = await preflight(shop);
    expect(yes.status).toBe(204);
    expect(yes.headers.get("access-control-allow-origin")).toBe(shop);
    expect(yes.headers.get("access-control-allow-headers")).toContain("Authorization");
    expect(yes.headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(Number(yes.headers.get("access-control-max-age"))).toBeGreaterThan(0);
    expect(yes.headers.get("access-control-allow-credentials")).toBeNull();
    const no = await preflight("https://evil.example.com");
    expect([no.status, corsOf(no.headers), no.headers.get("vary")?.includes("Origin")]).toEqual([
      204,
      [],
      true,
    ]);
  });
});

it("an origin is listed as browsers send it, and nothing wider", async () => {
  for (const wrong of [
    "*",
    "https://*.example.com",
    "http://shop.example.com",
    `${shop}/`,
    "shop.example.com",
    "null",
  ]) {
    const answer = await allow([wrong]);
    expect([wrong, answer.status, answer.json.errors?.[0].path]).toEqual([wrong, 400, "value.0"]);
  }
});
