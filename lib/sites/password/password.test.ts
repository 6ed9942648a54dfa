import { beforeAll, describe, expect, it } from "vitest";
import * as one from "@/app/api/projects/[id]/sites/[siteId]/route";
import * as all from "@/app/api/projects/[id]/sites/route";
import * as publicSite from "@/app/api/public/sites/[subdomain]/route";
import * as publish from "@/app/api/sites/[id]/publish/route";
import * as versions from "@/app/api/sites/[id]/versions/route";
import * as validate from "@/app/api/sites/validate-subdomain/route";
import * as rest from "@/app/public/[subdomain]/[...rest]/route";
import * as page from "@/app/public/[subdomain]/route";
import { keepingOf } from "@/scripts/stack/front/entry";
import { call, createTenant } from "@/tests/setup/tenant";

let mine: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  mine = await createTenant();
});

async function published(subdomain: string, more: object = {}) {
  const body = { name: "Invitation", subdomain, ...more };
  const site = await call(all.POST, { token: mine.token, params: { id: mine.projectId }, body });
  expect(site.status, site.text).toBe(201);
  await call(publish.POST, { method: "POST", token: mine.token, params: { id: site.json.id } });
  return site.json;
}
const patch = (siteId: string, body: object) =>
  call(one.PATCH, { method: "PATCH", token: mine.token, params: { id: mine.projectId, siteId }, body });
const view = (subdomain: string, cookie?: string) =>
  call(page.GET, {
    host: `${subdomain}.localhost:3000`,
    params: { subdomain },
    headers: cookie ? { cookie } : {},
  });
const type = (subdomain: string, password: string) =>
  call(page.POST, {
    method: "POST",
    host: `${subdomain}.localhost:3000`,
    params: { subdomain },
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ password }).toString(),
  });

describe("a site behind a password", () => {
  it("shows a form and nothing of itself, opens by cookie on its own host, and is kept by no cache", async () => {
    const site = await published("behind-the-door", { password: "lindenblüte" });
    expect(site.passwordProtected).toBe(true);
    expect(JSON.stringify(site)).not.toContain("scrypt");
    const shut = await view("behind-the-door");
    expect([shut.status, shut.headers.get("cache-control")]).toEqual([401, "private, no-store"]);
    expect(shut.text).toMatch(/<form[^>]* method="post"|<form method="post"/);
    expect(shut.text).not.toContain("Ada");
    const wrong = await type("behind-the-door", "linden");
    expect([wrong.status, wrong.headers.get("set-cookie")]).toEqual([401, null]);
    expect(wrong.text).toContain('aria-invalid="true"');
    const right = await type("behind-the-door", "lindenblüte");
    expect([right.status, right.headers.get("location")]).toEqual([303, "/"]);
    const cookie = right.headers.get("set-cookie")!;
    expect(cookie).toMatch(/^eios-gate=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    const opened = await view("behind-the-door", cookie.split(";")[0]);
    expect(opened.status).toBe(200);
    expect(opened.text).toContain("Ada");
    expect(opened.headers.get("x-robots-tag")).toBe("noindex");
    expect(keepingOf(200, Object.fromEntries(opened.headers))).toBeUndefined();

    await published("another-door", { password: "lindenblüte" });
    expect((await view("another-door", cookie.split(";")[0])).status).toBe(401);
    await patch(site.id, { password: "rosenholz" });
    expect((await view("behind-the-door", cookie.split(";")[0])).status).toBe(401);
    await patch(site.id, { password: null });
    expect((await view("behind-the-door")).headers.get("cache-control")).toContain("s-maxage");
  });

  it("tells the API no more than that it is there", async () => {
    await published("quiet-api", { password: "lindenblüte" });
    const told = (await call(publicSite.GET, { params: { subdomain: "quiet-api" } })).json;
    expect(told).toMatchObject({ passwordProtected: true, sceneGraph: null });
  });
});

describe("a label", () => {
  it("given up leads to the new one, is kept from others, and comes back to its site", async () => {
    const site = await published("first-name");
    await patch(site.id, { subdomain: "second-name" });
    const moved = await view("first-name");
    expect([moved.status, moved.headers.get("location")]).toEqual([
      307,
      "http://second-name.localhost:3000/",
    ]);
    expect(moved.headers.get("cache-control")).toBe("no-store");
    const deep = await call(rest.GET as typeof page.GET, {
      params: { subdomain: "first-name" },
      headers: { "x-eios-path": "/unsubscribe/x?y=1" },
    });
    expect(deep.headers.get("location")).toBe("http://second-name.localhost:3000/unsubscribe/x?y=1");
    const stranger = await createTenant();
    const ask = (subdomain: string) => call(validate.POST, { token: stranger.token, body: { subdomain } });
    expect((await ask("first-name")).json.reason).toBe("taken");
    expect((await patch(site.id, { subdomain: "first-name" })).status).toBe(200);
    expect((await view("first-name")).status).toBe(200);
    expect((await view("second-name")).status).toBe(307);
  });

  it("that looks like another's is refused, like ours too; one's own is one's own business", async () => {
    await published("marion-2015");
    const stranger = await createTenant();
    const ask = async (token: string, subdomain: string) =>
      (await call(validate.POST, { token, body: { subdomain } })).json.reason;
    expect(await ask(stranger.token, "rnarion-2015")).toBe("look_alike");
    expect(await ask(stranger.token, "mari0n-20l5")).toBe("look_alike");
    expect(await ask(mine.token, "mari0n-20l5")).toBeNull();
    for (const label of ["supp0rt", "s-upport", "l0gin", "che-ckout", "4ccount"]) {
      expect(await ask(stranger.token, label), label).toBe("look_alike");
    }
  });
});

describe("versions", () => {
  it("a snapshot stands while the draft goes on, and of two publishers at once nobody gets a mix", async () => {
    const site = await published("two-at-once");
    const snap = await call(versions.POST, {
      token: mine.token,
      params: { id: site.id },
      body: { label: "Before the flowers" },
    });
    expect(snap.json).toMatchObject({ label: "Before the flowers", isDraft: false });
    const publishOne = (versionId?: string) =>
      call(publish.POST, {
        token: mine.token,
        params: { id: site.id },
        body: versionId ? { versionId } : {},
      });
    const answers = await Promise.all([publishOne(snap.json.id), publishOne(), publishOne(snap.json.id)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const list = (await call(versions.GET, { token: mine.token, params: { id: site.id } })).json.data;
    expect(list.filter((v: { isPublished: boolean }) => v.isPublished)).toHaveLength(1);
    expect(list.filter((v: { isDraft: boolean }) => v.isDraft)).toHaveLength(1);
    expect((await view("two-at-once")).status).toBe(200);
  });
});
