import { beforeAll, describe, expect, it } from "vitest";
import * as one from "@/app/api/projects/[id]/route";
import * as all from "@/app/api/projects/route";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";

let mine: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  mine = await createTenant();
});

describe("projects", () => {
  it("are created with Location, read, changed under If-Match and deleted", async () => {
    const created = await call(all.POST, {
      token: mine.token,
      body: { organizationId: mine.organizationId, name: "Autumn dinner", kind: "corporate" },
    });
    expect(created.status).toBe(201);
    expect(created.headers.get("location")).toBe(`/api/projects/${created.json.id}`);
    const params = { id: created.json.id };
    const changed = await call(one.PATCH, {
      method: "PATCH",
      token: mine.token,
      params,
      body: { name: "Winter dinner" },
      headers: { "if-match": '"1"' },
    });
    expect(changed.json).toMatchObject({ name: "Winter dinner", version: 2 });
    const stale = await call(one.PATCH, {
      method: "PATCH",
      token: mine.token,
      params,
      body: { name: "Spring dinner" },
      headers: { "if-match": '"1"' },
    });
    expect([stale.status, stale.json.code]).toEqual([412, "stale"]);
    expect((await call(one.DELETE, { method: "DELETE", token: mine.token, params })).status).toBe(204);
    expect((await call(one.GET, { token: mine.token, params })).status).toBe(404);
  });

  it("of another organization are indistinguishable from absent ones", async () => {
    const stranger = await createTenant();
    const foreign = await call(one.GET, { token: stranger.token, params: { id: mine.projectId } });
    const absent = await call(one.GET, {
      token: stranger.token,
      params: { id: "0198c1f0-0000-7000-8000-000000000000" },
    });
    for (const answer of [foreign, absent]) delete answer.json.requestId;
    expect(foreign.status).toBe(404);
    expect(foreign.json).toEqual(absent.json);
    expect((await call(all.GET, { token: stranger.token })).json.data).not.toContainEqual(
      expect.objectContaining({ id: mine.projectId }),
    );
  });

  it("refuse unknown fields, wrong values and viewers, changing nothing", async () => {
    const params = { id: mine.projectId };
    const unknown = await call(one.PATCH, { method: "PATCH", token: mine.token, params, body: { nam: "x" } });
    expect(unknown.json).toMatchObject({ code: "invalid", errors: [{ path: "nam" }] });
    const viewer = await createUser();
    await addMember(mine.organizationId, viewer, "viewer");
    const refused = await call(one.PATCH, {
      method: "PATCH",
      token: viewer.token,
      params,
      body: { name: "x" },
    });
    expect([refused.status, refused.json.code]).toEqual([403, "forbidden"]);
    expect((await call(one.GET, { token: viewer.token, params })).json.version).toBe(1);
  });

  it("answer the same Idempotency-Key with the first answer, and another body with 409", async () => {
    const send = (name: string) =>
      call(all.POST, {
        token: mine.token,
        body: { organizationId: mine.organizationId, name },
        headers: { "idempotency-key": "k-1" },
      });
    const answers = await Promise.all([send("Twice"), send("Twice"), send("Twice")]);
    expect(new Set(answers.map((a) => a.json.id)).size).toBe(1);
    expect((await send("Other")).status).toBe(409);
  });

  it("come in complete, stable pages while others are inserted", async () => {
    const tenant = await createTenant();
    const make = (name: string) =>
      call(all.POST, { token: tenant.token, body: { organizationId: tenant.organizationId, name } });
    for (let i = 0; i < 7; i++) await make(`P${i}`);
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await call(all.GET, { token: tenant.token, path: `/?limit=3&cursor=${cursor}` });
      seen.push(...page.json.data.map((p: { name: string }) => p.name));
      cursor = page.json.nextCursor;
      await make("late");
    } while (cursor);
    expect(seen).toEqual(["P6", "P5", "P4", "P3", "P2", "P1", "P0", "Ada & Luca"]);
  });
});
