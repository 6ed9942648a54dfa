import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import * as log from "@/app/api/admin/audit/route";
import * as plan from "@/app/api/admin/plans/[id]/route";
import * as plans from "@/app/api/admin/plans/route";
import * as profile from "@/app/api/auth/profile/route";
import * as values from "@/app/api/settings/values/route";
import { asSystem } from "@/db/client";
import { users } from "@/db/schema";
import { call, createUser } from "@/tests/setup/tenant";

it("what belongs to no organization leaves its trail too: plans, the installation's settings, a person's own", async () => {
  const staff = await createUser("Sam Staff");
  await asSystem("tests make staff", (tx) =>
    tx.update(users).set({ platformRole: "staff" }).where(sql`id = ${staff.id}`),
  );
  const key = `t${staff.id.replaceAll("-", "").slice(-20)}`;
  const { token } = staff;
  const made = await call(plans.POST, { token, body: { key, name: "Small", listed: false } });
  await call(plan.PATCH, { method: "PATCH", token, params: { id: made.json.id }, body: { name: "Smaller" } });
  const said = { key: "projects.country", value: "IT" };
  await call(values.POST, { token, body: { ...said, scope: "platform" } });
  await call(values.DELETE, { method: "DELETE", token, path: "/?scope=platform&key=projects.country" });
  await call(values.POST, { token, body: { ...said, scope: "user" } });
  await call(profile.PATCH, { method: "PATCH", token, body: { name: "Sam S." } });

  const { json } = await call(log.GET, { token, path: `/?actorId=${staff.id}` });
  type Row = { action: string; before: unknown; after: unknown };
  expect(json.data.map(({ action }: Row) => action)).toEqual([
    "profile.updated",
    "setting.changed",
    "setting.removed",
    "setting.changed",
    "plan.updated",
    "plan.created",
  ]);
  expect(json.data[0]).toMatchObject({
    actor: { kind: "user", id: staff.id, name: "Sam Staff" },
    before: { name: "Sam Staff" },
    after: { name: "Sam S." },
  });
  expect(json.data[2]).toMatchObject({ before: { scope: "platform", value: "IT" }, after: null });
  expect(json.data[4]).toMatchObject({ before: { name: "Small" }, after: { name: "Smaller" } });
  const stranger = await createUser();
  expect((await call(log.GET, { token: stranger.token })).status).toBe(403);
});
