import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as choosing from "@/app/api/admin/organizations/[id]/plan/route";
import * as one from "@/app/api/admin/plans/[id]/route";
import * as plans from "@/app/api/admin/plans/route";
import * as resolving from "@/app/api/entitlements/resolve/route";
import * as inviting from "@/app/api/orgs/[id]/invite/route";
import * as offered from "@/app/api/plans/route";
import * as importing from "@/app/api/projects/[id]/guests/import/route";
import * as guests from "@/app/api/projects/[id]/guests/route";
import * as site from "@/app/api/projects/[id]/sites/[siteId]/route";
import * as sites from "@/app/api/projects/[id]/sites/route";
import { asSystem } from "@/db/client";
import { organizationMembers, projects, users } from "@/db/schema";
import { runImportChunk } from "@/lib/guests/import/mutations";
import { runAsJob } from "@/lib/http/job";
import { call, createTenant, createUser } from "@/tests/setup/tenant";

type Tenant = Awaited<ReturnType<typeof createTenant>>;

async function createStaff() {
  const staff = await createUser("Sam Staff");
  await asSystem("tests make staff", (tx) =>
    tx.update(users).set({ platformRole: "staff" }).where(sql`id = ${staff.id}`),
  );
  return staff;
}

/** A tenant on a plan of its own with these limits. */
async function createLimited(limits: Record<string, number>) {
  const [tenant, staff] = [await createTenant(), await createStaff()];
  const key = `t${tenant.organizationId.replaceAll("-", "").slice(-20)}`;
  const made = await call(plans.POST, {
    token: staff.token,
    body: { key, name: "Small", limits, listed: false, priceMonthly: 100 },
  });
  expect(made.status).toBe(201);
  const chosen = await call(choosing.PUT, {
    method: "PUT",
    token: staff.token,
    params: { id: tenant.organizationId },
    body: { planKey: key },
  });
  expect(chosen.json).toMatchObject({ planKey: key, source: "staff" });
  return { ...tenant, staff, planId: made.json.id as string };
}

const add = (tenant: Tenant, firstName: string) =>
  call(guests.POST, { token: tenant.token, params: { id: tenant.projectId }, body: { firstName } });
const use = async (tenant: Tenant) =>
  (await call(resolving.GET, { token: tenant.token, path: `/?organizationId=${tenant.organizationId}` })).json
    .limits;

describe("a limit", () => {
  it("of two creations at the last place lets one win, of twenty one", async () => {
    const tenant = await createLimited({ guests: 3 });
    await add(tenant, "A");
    await add(tenant, "B");
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => add(tenant, `C${n}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(402)]);
    expect((await use(tenant)).guests).toEqual({ limit: 3, used: 3, remaining: 0 });
    const refused = answers.find(({ status }) => status === 402)!.json;
    expect(refused).toMatchObject({
      code: "limit_reached",
      limit: "guests",
      used: 3,
      max: 3,
      asked: 1,
      raisedBy: { key: "free", name: "Free", max: 100 },
    });
    expect(refused.detail).toBe(
      "Your plan, Small, holds 3 guests. 3 are in use, and this would be 1 more. Free holds 100.",
    );
  });

  it("counts members without door staff, sites, and imports chunk by chunk", async () => {
    const tenant = await createLimited({ guests: 2, members: 2, sites: 1 });
    const invite = (email: string, role: string) =>
      call(inviting.POST, {
        token: tenant.token,
        params: { id: tenant.organizationId },
        body: { email, role },
      });
    expect((await invite("one@example.com", "editor")).status).toBe(201);
    expect((await invite("two@example.com", "editor")).status).toBe(402);
    expect((await invite("door@example.com", "door")).status).toBe(201);
    const site = (n: number) =>
      call(sites.POST, {
        token: tenant.token,
        params: { id: tenant.projectId },
        body: { name: "Ours", subdomain: `limited-${tenant.projectId.slice(-8)}-${n}` },
      });
    const both = await Promise.all([site(1), site(2)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 402]);
    const form = new FormData();
    form.set("file", new File(["First Name\nIda\nUlf\nEbba\n"], "guests.csv", { type: "text/csv" }));
    const list = await call(importing.POST, {
      token: tenant.token,
      params: { id: tenant.projectId },
      body: form,
    });
    expect(list.status).toBe(202);
    expect(
      await runAsJob("run-import", tenant.organizationId, (cx) => runImportChunk(cx, list.json.id)),
    ).toBe(false);
    expect((await use(tenant)).guests.used).toBe(0);
  });

  it("of two domains at the last place lets one wait for its proof, and a change of it takes no second place", async () => {
    const tenant = await createLimited({ customDomains: 1 });
    const made = await Promise.all(
      [1, 2].map((n) =>
        call(sites.POST, {
          token: tenant.token,
          params: { id: tenant.projectId },
          body: { name: "Ours", subdomain: `domains-${tenant.projectId.slice(-8)}-${n}` },
        }),
      ),
    );
    const ids = made.map(({ json }) => json.id as string);
    const point = (n: number, customDomain: string | null) =>
      call(site.PATCH, {
        method: "PATCH",
        token: tenant.token,
        params: { id: tenant.projectId, siteId: ids[n]! },
        body: { customDomain: customDomain && `${customDomain}.${tenant.projectId.slice(-12)}.com` },
      });
    const both = await Promise.all([point(0, "one"), point(1, "two")]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 402]);
    const [won, lost] = both[0]!.status === 200 ? [0, 1] : [1, 0];
    expect(both[lost]!.json).toMatchObject({
      code: "limit_reached",
      limit: "customDomains",
      used: 1,
      max: 1,
    });
    expect((await point(won, "three")).status).toBe(200);
    expect((await use(tenant)).customDomains).toEqual({ limit: 1, used: 1, remaining: 0 });
    expect((await point(won, null)).status).toBe(200);
    expect((await point(lost, "two")).status).toBe(200);
  });

  it("holds for a member who sees one project as for one who sees all", async () => {
    const tenant = await createLimited({ guests: 2 });
    await add(tenant, "A");
    await add(tenant, "B");
    const editor = await createUser();
    const narrow = await asSystem("tests narrow a member", async (tx) => {
      const { organizationId } = tenant;
      const [other] = await tx
        .insert(projects)
        .values({ organizationId, name: "Another", kind: "wedding", timezone: "Europe/Rome" })
        .returning();
      await tx.insert(organizationMembers).values({
        ...{ organizationId, userId: editor.id, email: editor.email, role: "editor", status: "active" },
        projectIds: [other!.id],
      });
      return other!.id;
    });
    const { status, json } = await call(guests.POST, {
      token: editor.token,
      params: { id: narrow },
      body: { firstName: "C" },
    });
    expect([status, json.used]).toEqual([402, 2]);
  });

  it("below present use blocks what is new and deletes nothing", async () => {
    const tenant = await createLimited({ guests: 10 });
    for (const name of ["A", "B", "C"]) await add(tenant, name);
    const lowered = await call(one.PATCH, {
      method: "PATCH",
      token: tenant.staff.token,
      params: { id: tenant.planId },
      body: { limits: { guests: 1 } },
      headers: { "if-match": '"1"' },
    });
    expect(lowered.json.limits).toMatchObject({ guests: 1, sites: null });
    expect((await add(tenant, "D")).status).toBe(402);
    expect((await use(tenant)).guests).toEqual({ limit: 1, used: 3, remaining: 0 });
  });

  it("is none where nothing is sold, and the price list is public", async () => {
    const tenant = await createTenant();
    expect((await use(tenant)).guests).toEqual({ limit: null, used: 0, remaining: null });
    const { json } = await call(offered.GET);
    expect(json.data.map(({ key }: { key: string }) => key).slice(0, 3)).toEqual(["free", "pro", "studio"]);
  });
});
