import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as one from "@/app/api/projects/[id]/sites/[siteId]/route";
import * as all from "@/app/api/projects/[id]/sites/route";
import * as domain from "@/app/api/sites/[id]/domain/route";
import * as verify from "@/app/api/sites/[id]/domain/verify/route";
import * as publish from "@/app/api/sites/[id]/publish/route";
import * as validate from "@/app/api/sites/validate-custom-domain/route";
import * as page from "@/app/public/[subdomain]/route";
import { asSystem } from "@/db/client";
import { domainHosting } from "@/lib/clients/domain-hosting";
import { env } from "@/lib/clients/env";
import { postOutside } from "@/lib/clients/outside/request";
import { startDns, type Zone } from "@/tests/setup/dns";
import { call, createTenant } from "@/tests/setup/tenant";
import { checkDomain, dueDomains } from "./mutations";

type Tenant = Awaited<ReturnType<typeof createTenant>>;
const zone: Zone = {};
let dns: Awaited<ReturnType<typeof startDns>>;
let mine: Tenant;
let stranger: Tenant;
let count = 0;

beforeAll(async () => {
  dns = await startDns(zone);
  process.env.DNS_SERVERS = dns.address;
  mine = await createTenant();
  stranger = await createTenant();
});
afterAll(() => dns.stop());
beforeEach(() => {
  for (const key of Object.keys(zone)) delete zone[key];
});

const ask = (tenant: Tenant, customDomain: string | null) =>
  call(all.POST, {
    token: tenant.token,
    params: { id: tenant.projectId },
    body: { name: "Invitation", subdomain: `dom-${++count}-${tenant.projectId.slice(-6)}`, customDomain },
  });
const patch = (tenant: Tenant, siteId: string, body: object) =>
  call(one.PATCH, { method: "PATCH", token: tenant.token, params: { id: tenant.projectId, siteId }, body });
const look = (tenant: Tenant, id: string) =>
  call(verify.POST, { method: "POST", token: tenant.token, params: { id } });

/** Sets the records that the answer asks for. */
function set(records: { type: string; name: string; value: string }[], only?: string) {
  for (const { type, name, value } of records) if (!only || only === type) zone[`${name} ${type}`] = [value];
}

describe("a domain of one's own", () => {
  it("goes from pending to verified to active as its records appear, and serves the site", async () => {
    const site = (await ask(mine, "Www.Ada-Luca.wedding.")).json;
    expect(site).toMatchObject({ customDomain: "www.ada-luca.wedding", customDomainStatus: "pending" });
    expect(site.url).toContain(site.subdomain);
    await call(publish.POST, { method: "POST", token: mine.token, params: { id: site.id } });
    expect((await look(mine, site.id)).json).toMatchObject({ status: "pending", error: "unresolvable" });
    zone["www.ada-luca.wedding A"] = ["203.0.113.7"];
    const asked = (await look(mine, site.id)).json;
    expect(asked).toMatchObject({ status: "pending", error: "unproven" });
    set(asked.records, "TXT");
    const elsewhere = (await look(mine, site.id)).json;
    expect(elsewhere).toMatchObject({ status: "verified", error: "pointing_elsewhere" });
    expect(elsewhere.records[1]).toMatchObject({ status: "different", found: ["203.0.113.7"] });
    delete zone["www.ada-luca.wedding A"];
    expect((await look(mine, site.id)).json).toMatchObject({ status: "verified", error: "pointing_nowhere" });
    set(asked.records);
    const active = (await look(mine, site.id)).json;
    expect(active).toMatchObject({ status: "active", error: null, certificate: "not_applicable" });
    const host = "www.ada-luca.wedding";
    const served = await call(page.GET, {
      host,
      params: { subdomain: "_" },
      headers: { "x-eios-host": host },
    });
    expect(served.status).toBe(200);
    expect(served.text).toContain("Ada");
    const now = (await call(one.GET, { token: mine.token, params: { id: mine.projectId, siteId: site.id } }))
      .json;
    expect(now).toMatchObject({ url: "http://www.ada-luca.wedding", customDomainStatus: "active" });

    expect((await patch(mine, site.id, { customDomain: null })).json).toMatchObject({ customDomain: null });
    const gone = await call(page.GET, { host, params: { subdomain: "_" }, headers: { "x-eios-host": host } });
    expect(gone.status).toBe(404);
    expect((await call(domain.GET, { token: mine.token, params: { id: site.id } })).status).toBe(404);
  });

  it("without a name before it is told our address, and any way to it is right", async () => {
    zone["localhost A"] = ["198.51.100.4"];
    const site = (await ask(mine, "ada-luca.party")).json;
    const asked = (await look(mine, site.id)).json;
    expect(asked.records[1]).toMatchObject({ type: "A", name: "ada-luca.party", value: "198.51.100.4" });
    set(asked.records);
    expect((await look(mine, site.id)).json.status).toBe("active");
  });

  it("is kept from others once proved, not by wishing; of two at once one gets it", async () => {
    const [a, b] = [
      (await ask(mine, "www.both.wedding")).json,
      (await ask(stranger, "www.both.wedding")).json,
    ];
    const [ra, rb] = [(await look(mine, a.id)).json.records, (await look(stranger, b.id)).json.records];
    set(ra);
    zone[`${ra[0].name} TXT`] = [ra[0].value, rb[0].value];
    const both = await Promise.all([look(mine, a.id), look(stranger, b.id)]);
    expect(both.map(({ json }) => `${json.status} ${json.error}`).sort()).toEqual([
      "active null",
      "pending taken",
    ]);
    const late = await ask(both[0].json.status === "active" ? stranger : mine, "www.both.wedding");
    expect([late.status, late.json.errors[0].path]).toEqual([409, "customDomain"]);
    const loser = both[0].json.status === "active" ? stranger : mine;
    const said = await call(validate.POST, { token: loser.token, body: { domain: "www.both.wedding" } });
    expect(said.json).toMatchObject({ valid: false, reason: "taken" });
  });

  it.each([
    "localhost",
    "anna.localhost",
    "10.0.0.1",
    "nodots",
    "www.ada.test",
    "a..b.com",
    "http://a.com",
    "",
  ])("%s is refused", async (name) => {
    expect((await ask(mine, name)).status).toBe(400);
  });

  it("in other letters is taken in its one ASCII spelling", async () => {
    expect((await ask(mine, "www.Bücher.wedding")).json.customDomain).toBe("www.xn--bcher-kva.wedding");
  });

  it("stays active through a bad look, and is given up after three days of them", async () => {
    const site = (await ask(mine, "www.lost.wedding")).json;
    set((await look(mine, site.id)).json.records);
    await look(mine, site.id);
    for (const key of Object.keys(zone)) delete zone[key];
    expect((await look(mine, site.id)).json).toMatchObject({ status: "active", error: "unresolvable" });
    await asSystem("time passes", (tx) =>
      tx.execute(sql`update site_domains set failing_since = now() - interval '73 hours', next_check_at = now()
                      where site_id = ${site.id}`),
    );
    for (const due of await dueDomains())
      if (due.organizationId === mine.organizationId) await checkDomain(due);
    const after = (await call(domain.GET, { token: mine.token, params: { id: site.id } })).json;
    expect(after).toMatchObject({ status: "pending", failingSince: null });
  });
});

describe("an outgoing request", () => {
  it("is not made where a name leads inside, whatever it led to before", async () => {
    const url = "https://rebinding.sample-wedding.com/";
    zone["rebinding.sample-wedding.com A"] = ["93.184.216.34", "127.0.0.1"];
    expect(await postOutside(url, {}, "{}")).toMatchObject({ failure: "private" });
    delete zone["rebinding.sample-wedding.com A"];
    zone["rebinding.sample-wedding.com AAAA"] = ["::ffff:169.254.169.254"];
    expect(await postOutside(url, {}, "{}")).toMatchObject({ failure: "private" });
    delete zone["rebinding.sample-wedding.com AAAA"];
    expect(await postOutside(url, {}, "{}")).toMatchObject({ failure: "unresolvable" });
  });
});

describe("the hosting platform", () => {
  let vercel: Server;
  const known = new Map<string, { verified: boolean; misconfigured: boolean }>();
  const asked: string[] = [];
  beforeAll(async () => {
    vercel = createServer((req, res) => {
      const { pathname } = new URL(req.url!, "http://vercel");
      asked.push(`${req.method} ${pathname} ${req.headers.authorization}`);
      const say = (status: number, body: object) =>
        res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      const [, name] = /domains\/([^/]+)/.exec(pathname) ?? [];
      const entry = name ? known.get(name) : undefined;
      const state = (one?: { verified: boolean }) => ({ verified: one?.verified ?? false, verification: [] });
      req.on("data", (chunk) => {
        const wanted = JSON.parse(String(chunk)).name;
        if (wanted.startsWith("taken")) return say(409, { error: { code: "domain_already_in_use" } });
        known.set(wanted, { verified: true, misconfigured: true });
        say(200, state(known.get(wanted)));
      });
      req.on("end", () => {
        if (req.method === "POST" && pathname.endsWith("/domains")) return;
        if (pathname.endsWith("/config")) return say(200, { misconfigured: entry?.misconfigured ?? true });
        if (!entry) return say(404, { error: { code: "not_found" } });
        if (req.method === "DELETE") known.delete(name!);
        say(200, state(entry));
      });
    });
    await new Promise<void>((resolve) => vercel.listen(0, "127.0.0.1", resolve));
    const { port } = vercel.address() as AddressInfo;
    Object.assign(env(), {
      VERCEL_API_TOKEN: "token",
      VERCEL_PROJECT_ID: "prj_1",
      VERCEL_API_URL: `http://127.0.0.1:${port}`,
    });
  });
  afterAll(() => {
    Object.assign(env(), { VERCEL_API_TOKEN: undefined, VERCEL_PROJECT_ID: undefined });
    vercel.close();
  });

  it("is told once a domain is proved, and its certificate awaited before guests are sent there", async () => {
    const site = (await ask(mine, "www.vercel.wedding")).json;
    set((await look(mine, site.id)).json.records);
    expect((await look(mine, site.id)).json).toMatchObject({ status: "verified", certificate: "pending" });
    const all = () => dueDomains();
    const check = async () => {
      await asSystem("time passes", (tx) =>
        tx.execute(sql`update site_domains set next_check_at = now() where site_id = ${site.id}`),
      );
      for (const due of await all()) if (due.organizationId === mine.organizationId) await checkDomain(due);
      return (await call(domain.GET, { token: mine.token, params: { id: site.id } })).json;
    };
    expect(await check()).toMatchObject({ status: "verified" });
    known.get("www.vercel.wedding")!.misconfigured = false;
    expect(await check()).toMatchObject({ status: "active", certificate: "ready" });
    expect(asked.every((line) => line.endsWith("Bearer token"))).toBe(true);
  });

  it("that has a domain in somebody else's account says so", async () => {
    expect(await domainHosting()!.add("taken.wedding")).toEqual({ state: "taken" });
    await domainHosting()!.remove("www.vercel.wedding");
    expect(known.has("www.vercel.wedding")).toBe(false);
  });
});
