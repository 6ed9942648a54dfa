import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as exporting from "@/app/api/orgs/[id]/audit/export/route";
import * as auditing from "@/app/api/orgs/[id]/audit/route";
import * as one from "@/app/api/projects/[id]/route";
import * as projects from "@/app/api/projects/route";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";
import { sealAudit } from "./sealing/mutations";
import { verifyAudit } from "./sealing/queries";

let owner: postgres.Sql;
beforeAll(() => {
  owner = postgres(process.env.DATABASE_OWNER_URL!, { max: 1, onnotice: () => {} });
});
afterAll(() => owner.end());

type Tenant = Awaited<ReturnType<typeof createTenant>>;
const rename = (tenant: Tenant, name: string) =>
  call(one.PATCH, { method: "PATCH", token: tenant.token, params: { id: tenant.projectId }, body: { name } });
const list = async (tenant: Tenant, query = "", token = tenant.token) =>
  call(auditing.GET, { token, params: { id: tenant.organizationId }, path: `/?${query}` });
const verdict = async (tenant: Tenant) => (await verifyAudit(tenant.organizationId))[0]!;

/** Changes what no role of the app may change, as somebody with the owner's password would. */
const tamper = (organizationId: string, statement: string) =>
  owner.begin(async (tx) => {
    await tx`set local role eios_system`;
    await tx.unsafe(statement, [organizationId]);
  });

describe("the log", () => {
  it("tells who did what to what, before and after, from where, and is sealed into a chain", async () => {
    const tenant = await createTenant();
    await rename(tenant, "Ada & Luca, in June");
    const fresh = (await list(tenant)).json;
    expect(fresh.data[0]).toMatchObject({
      actor: { kind: "user", id: tenant.owner.id, name: "Ada Vance" },
      action: "project.updated",
      target: { kind: "project", id: tenant.projectId },
      before: { name: "Ada & Luca" },
      after: { name: "Ada & Luca, in June" },
      ip: "0.0.0.0",
      hash: null,
    });
    await rename(tenant, "Ada & Luca");
    await sealAudit();
    const [newest, first] = (await list(tenant)).json.data;
    expect(newest.previousHash).toBe(first.hash);
    expect([first.position, newest.position]).toEqual([1, 2]);
    expect(await verdict(tenant)).toMatchObject({ sealed: 2, unsealed: 0, findings: [], head: newest.hash });
  });

  it("is filtered, searched, and read in complete pages with a total that never drifts", async () => {
    const tenant = await createTenant();
    for (let n = 0; n < 7; n++) await rename(tenant, `Name ${n}`);
    await call(projects.POST, {
      token: tenant.token,
      body: { organizationId: tenant.organizationId, name: "Zürich gala" },
    });
    await sealAudit();
    await rename(tenant, "Last");
    expect((await list(tenant)).json.total).toBe(9);
    expect((await list(tenant, "action=project.created")).json.data).toHaveLength(1);
    expect((await list(tenant, "action=project.")).json.total).toBe(9);
    expect((await list(tenant, `q=${encodeURIComponent("zürich")}`)).json.data[0].after.name).toBe(
      "Zürich gala",
    );
    expect((await list(tenant, "until=2020-01-01T00:00:00Z")).json).toMatchObject({ data: [], total: 0 });
    const seen: string[] = [];
    for (let cursor = ""; cursor !== null; ) {
      const { json } = await list(tenant, `limit=2&cursor=${cursor}`);
      seen.push(...json.data.map((row: { after: { name: string } }) => row.after.name));
      cursor = json.nextCursor;
    }
    expect(seen).toEqual(["Last", "Zürich gala", ..."6543210".split("").map((n) => `Name ${n}`)]);
  });

  it("is exported without cells that a spreadsheet would run, and for admins only", async () => {
    const tenant = await createTenant();
    await rename(tenant, "=HYPERLINK(1)");
    const other = await createUser("=cmd()");
    await addMember(tenant.organizationId, other, "admin");
    await call(one.PATCH, {
      method: "PATCH",
      token: other.token,
      params: { id: tenant.projectId },
      body: { name: "Plain" },
    });
    const params = { id: tenant.organizationId };
    const file = await call(exporting.GET, { token: other.token, params });
    expect(file.headers.get("content-type")).toContain("text/csv");
    expect(file.text).toContain("'=cmd()");
    expect(file.text).not.toMatch(/(^|,)"?=/m);
    const editor = await createUser();
    await addMember(tenant.organizationId, editor, "editor");
    expect((await call(exporting.GET, { token: editor.token, params })).status).toBe(403);
    expect((await list(tenant, "", editor.token)).status).toBe(403);
  });
});

describe("verifying", () => {
  async function sealed() {
    const tenant = await createTenant();
    for (const name of ["A", "B", "C", "D"]) await rename(tenant, name);
    await sealAudit();
    return tenant;
  }

  it("names a row that was altered", async () => {
    const tenant = await sealed();
    await tamper(
      tenant.organizationId,
      `update audit_log set after = jsonb_set(after, '{name}', '"X"') where organization_id = $1 and "position" = 2`,
    );
    expect((await verdict(tenant)).findings).toMatchObject([{ kind: "altered", position: 2 }]);
  });

  it("names an altered row whose own hash was made to fit, by the one after it and by the kept end", async () => {
    const tenant = await sealed();
    const { sealOf } = await import("./sealing/policy");
    for (const position of [2, 4]) {
      await tamper(
        tenant.organizationId,
        `update audit_log set actor_name = 'Mallory' where organization_id = $1 and "position" = ${position}`,
      );
      const [row] = await owner.begin(async (tx) => {
        await tx`set local role eios_system`;
        return tx`
          select previous_hash, jsonb_build_array(id, organization_id, (extract(epoch from at) * 1000)::bigint,
                 actor_kind, actor_id, actor_name, action, target_kind, target_id, project_id, before, after,
                 request_id, ip)::text as content
            from audit_log where organization_id = ${tenant.organizationId} and position = ${position}`;
      });
      const hash = sealOf(position, row!.previous_hash, row!.content);
      await tamper(
        tenant.organizationId,
        `update audit_log set hash = '${hash}' where organization_id = $1 and "position" = ${position}`,
      );
    }
    expect((await verdict(tenant)).findings).toMatchObject([
      { kind: "altered", position: 3 },
      { kind: "altered", position: 4 },
    ]);
  });

  it("names rows that are missing, in the middle and at the end, and counts those not sealed yet", async () => {
    const tenant = await sealed();
    await tamper(
      tenant.organizationId,
      `delete from audit_log where organization_id = $1 and "position" in (2, 4)`,
    );
    await rename(tenant, "E");
    const found = await verdict(tenant);
    expect(found.findings).toEqual([
      { kind: "missing", from: 2, to: 2 },
      { kind: "missing", from: 4, to: 4 },
    ]);
    expect(found).toMatchObject({ sealed: 2, unsealed: 1 });
    expect(found.waitingSince).toBeInstanceOf(Date);
  });

  it("finds one unbroken chain after many writers and two sealers at once", async () => {
    const tenant = await createTenant();
    const make = (n: number) =>
      call(projects.POST, {
        token: tenant.token,
        body: { organizationId: tenant.organizationId, name: `P${n}` },
      });
    await Promise.all([...Array.from({ length: 12 }, (_, n) => make(n)), sealAudit(), sealAudit()]);
    await Promise.all([sealAudit(), sealAudit()]);
    expect(await verdict(tenant)).toMatchObject({ sealed: 12, unsealed: 0, findings: [] });
  });
});
