import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import * as oneProject from "@/app/api/projects/[id]/route";
import * as one from "@/app/api/projects/[id]/sites/[siteId]/route";
import * as all from "@/app/api/projects/[id]/sites/route";
import * as publicSite from "@/app/api/public/sites/[subdomain]/route";
import * as preview from "@/app/api/sites/[id]/preview/route";
import * as publish from "@/app/api/sites/[id]/publish/route";
import * as scene from "@/app/api/sites/[id]/scene-graph/route";
import * as unpublish from "@/app/api/sites/[id]/unpublish/route";
import * as sceneOf from "@/app/api/sites/[id]/versions/[versionId]/scene-graph/route";
import * as versions from "@/app/api/sites/[id]/versions/route";
import * as validate from "@/app/api/sites/validate-subdomain/route";
import * as page from "@/app/public/[subdomain]/route";
import { call, createTenant } from "@/tests/setup/tenant";
import { labelFrom, labelProblem } from "./policy";

let mine: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  mine = await createTenant();
});

const create = (subdomain: string, more: object = {}) =>
  call(all.POST, {
    token: mine.token,
    params: { id: mine.projectId },
    body: { name: "Invitation", subdomain, ...more },
  });
const view = (subdomain: string) =>
  call(page.GET, { host: `${subdomain}.localhost:3000`, params: { subdomain } });
const post = (handler: Parameters<typeof call>[0], id: string, body: unknown = {}) =>
  call(handler, { token: mine.token, method: "POST", params: { id }, body });

describe("a site", () => {
  it("without a scene starts from the template that suits the project, ready to publish", async () => {
    const site = await create("first-light");
    expect(site.status).toBe(201);
    expect(site.json).toMatchObject({
      status: "draft",
      url: "http://first-light.localhost:3000",
      hasChanges: true,
    });
    expect((await view("first-light")).status).toBe(404);
    const published = await post(publish.POST, site.json.id);
    expect(published.json).toMatchObject({ status: "published", hasChanges: false });
    const served = await view("first-light");
    expect(served.status).toBe(200);
    expect(served.text).toContain("Ada");
    expect(served.headers.get("cache-control")).toContain("s-maxage");
    expect(served.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await call(publicSite.GET, { params: { subdomain: "first-light" } })).json.name).toBe(
      "Invitation",
    );
  });

  it("shows what was published while the draft is worked on, and goes back to a former version", async () => {
    const site = (await create("two-steps")).json;
    const first = (await post(publish.POST, site.id)).json;
    const draft = (await call(scene.GET, { token: mine.token, params: { id: site.id } })).json;
    const text = Object.values<{ type: string; props: { role?: string; text?: unknown } }>(
      draft.sceneGraph.nodes,
    ).find((node) => node.type === "text" && node.props.role === "title")!;
    text.props.text = [{ text: "Another headline" }];
    const saved = await call(sceneOf.PUT, {
      method: "PUT",
      token: mine.token,
      params: { id: site.id, versionId: draft.versionId },
      body: { sceneGraph: draft.sceneGraph },
      headers: { "if-match": `"${draft.version}"` },
    });
    expect(saved.status, saved.text).toBe(200);
    expect((await view("two-steps")).text).not.toContain("Another headline");
    await post(publish.POST, site.id);
    expect((await view("two-steps")).text).toContain("Another headline");
    await post(publish.POST, site.id, { versionId: first.publishedVersionId });
    expect((await view("two-steps")).text).not.toContain("Another headline");
    const list = await call(versions.GET, { token: mine.token, params: { id: site.id } });
    expect(list.json.data.map((v: { number: number }) => v.number)).toEqual([3, 2, 1]);
  });

  it("refuses to edit what was published, a stale edit and a scene that does not hold", async () => {
    const site = (await create("frozen-lake")).json;
    const draft = (await call(scene.GET, { token: mine.token, params: { id: site.id } })).json;
    const put = (versionId: string, sceneGraph: unknown, version: number) =>
      call(sceneOf.PUT, {
        method: "PUT",
        token: mine.token,
        params: { id: site.id, versionId },
        body: { sceneGraph },
        headers: { "if-match": `"${version}"` },
      });
    const broken = structuredClone(draft.sceneGraph);
    const child = Object.values<{ parent: string | null }>(broken.nodes).find(
      (node) => node.parent !== null,
    )!;
    child.parent = "nowhere";
    expect((await put(draft.versionId, broken, draft.version)).status).toBe(422);
    expect((await put(draft.versionId, draft.sceneGraph, draft.version + 7)).status).toBe(412);
    await post(publish.POST, site.id);
    expect((await put(draft.versionId, draft.sceneGraph, draft.version)).status).toBe(409);
  });

  it("follows a changed fact: the next page tells the new one", async () => {
    const site = (await create("moving-day")).json;
    await post(publish.POST, site.id);
    await call(oneProject.PATCH, {
      method: "PATCH",
      token: mine.token,
      params: { id: mine.projectId },
      body: { name: "Ada & Lorenzo" },
    });
    expect((await view("moving-day")).text).toContain("Lorenzo");
  });

  it("taken off the air shows a polite page with 404, and nothing of the site", async () => {
    const site = (await create("quiet-now")).json;
    await post(publish.POST, site.id);
    await post(unpublish.POST, site.id);
    const served = await view("quiet-now");
    expect([served.status, served.headers.get("cache-control")]).toEqual([404, "no-store"]);
    expect(served.text).not.toContain("Ada");
    expect((await call(publicSite.GET, { params: { subdomain: "quiet-now" } })).status).toBe(404);
  });

  it("is forgotten by caches before the answer to publishing leaves, and before the one to taking it off", async () => {
    const purged: string[] = [];
    const front = globalThis as { [key: symbol]: unknown };
    front[Symbol.for("eios.cdn.purge")] = (tags: string[]) => purged.push(...tags);
    try {
      const site = (await create("fresh-bytes")).json;
      await post(publish.POST, site.id);
      expect(purged).toEqual([`site:${site.id}`]);
      await post(unpublish.POST, site.id);
      expect(purged).toHaveLength(2);
    } finally {
      delete front[Symbol.for("eios.cdn.purge")];
    }
  });

  it("published again without a change stays the version it was", async () => {
    const site = (await create("twice-the-same")).json;
    const first = (await post(publish.POST, site.id)).json;
    const second = (await post(publish.POST, site.id)).json;
    expect(second.publishedVersionId).toBe(first.publishedVersionId);
    expect(second.draftVersionId).toBe(first.draftVersionId);
  });

  it("is previewed as anybody and as a household, and nothing of it is kept", async () => {
    const site = (await create("just-looking")).json;
    const look = (body: object) => post(preview.POST, site.id, body);
    expect((await look({})).json.html).toContain("<!doctype html>");
    expect((await look({ as: "household" })).json.html).toContain("data-rsvp");
    expect((await view("just-looking")).status).toBe(404);
  });

  it("has an address of its own: of two at once one gets it, and a deleted one sets it free", async () => {
    const answers = await Promise.all([create("only-one"), create("only-one"), create("only-one")]);
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409, 409]);
    const site = answers.find((a) => a.status === 201)!.json;
    await call(one.DELETE, {
      method: "DELETE",
      token: mine.token,
      params: { id: mine.projectId, siteId: site.id },
    });
    expect((await create("only-one")).status).toBe(201);
  });

  it("of another organization keeps its address taken, and tells no more", async () => {
    const stranger = await createTenant();
    await create("ada-and-luca");
    const answer = await call(validate.POST, { token: stranger.token, body: { subdomain: "Ada-and-Luca" } });
    expect(answer.json).toMatchObject({ available: false, reason: "taken" });
    expect(answer.json.suggestions.length).toBeGreaterThan(0);
  });
});

describe("an address", () => {
  it.each([
    ["", "empty"],
    ["ab", "too_short"],
    ["a".repeat(64), "too_long"],
    ["anna_ben", "characters"],
    ["аnna", "characters"],
    ["-anna", "hyphens"],
    ["xn--80ak6aa92e", "hyphens"],
    ["admin", "reserved"],
    ["anna-ben", null],
  ])("%s: %s", (label, problem) => {
    expect(labelProblem(label)).toBe(problem);
  });

  it("made of any name can be had by the rules of labels, or is a reserved word", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (name) => {
        expect([null, "reserved", "hyphens"]).toContain(labelProblem(labelFrom(name)));
      }),
    );
  });
});
