import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import * as events from "@/app/api/projects/[id]/events/route";
import * as projects from "@/app/api/projects/route";
import * as definitions from "@/app/api/settings/definitions/route";
import * as resolving from "@/app/api/settings/resolve/route";
import * as values from "@/app/api/settings/values/route";
import { asSystem } from "@/db/client";
import { users } from "@/db/schema";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";
import { resolve, type Said } from "./policy";

let mine: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  mine = await createTenant();
});

const set = (body: object, token = mine.token) => call(values.POST, { token, body });
const ask = async (key: string, at: object, token = mine.token) =>
  (await call(resolving.POST, { token, body: { keys: [key], ...at } })).json[key];
const organization = () => ({ scope: "organization", scopeId: mine.organizationId });
const project = () => ({ scope: "project", scopeId: mine.projectId });

describe("what counts", () => {
  const word = (scope: Said["scope"], value: unknown, locked = false): Said => ({
    scope,
    value,
    locked,
    setBy: null,
    setAt: null,
  });
  const key = "answers.graceHours";

  it("is the narrowest word, else the widest that is locked, else the default", () => {
    expect(resolve(key, [])).toMatchObject({ value: 0, from: "default", locked: false });
    const two = [word("project", 3), word("organization", 2)];
    expect(resolve(key, two)).toMatchObject({ value: 3, from: "project" });
    expect(resolve(key, [...two, word("platform", 1, true)])).toMatchObject({
      value: 1,
      from: "platform",
      locked: true,
    });
    expect(resolve(key, [word("project", 3, true), word("organization", 2)])).toMatchObject({
      value: 3,
      locked: true,
    });
  });

  it("is never a value that does not fit, nor one of a scope that may not say it", () => {
    expect(resolve(key, [word("organization", 2), word("project", "three"), word("user", 9)])).toMatchObject({
      value: 2,
      from: "organization",
    });
  });
});

describe("settings", () => {
  it("are defined with type, default, scopes and whether they can be locked", async () => {
    const { json } = await call(definitions.GET, { token: mine.token });
    expect(json.data).toContainEqual(
      expect.objectContaining({ key: "events.waitlist", type: "boolean", default: false, lockable: true }),
    );
  });

  it("tell who set them and when, and are read by what they are for", async () => {
    const before = Date.now() - 60_000;
    expect((await set({ ...organization(), key: "answers.graceHours", value: 12 })).status).toBe(201);
    const found = await ask("answers.graceHours", { projectId: mine.projectId });
    expect(found).toMatchObject({
      value: 12,
      from: "organization",
      setBy: { id: mine.owner.id, name: "Ada Vance" },
    });
    expect(Date.parse(found.setAt)).toBeGreaterThan(before);
    await set({ ...project(), key: "answers.graceHours", value: 48 });
    const event = await call(events.POST, {
      token: mine.token,
      params: { id: mine.projectId },
      body: { name: "Dinner", startsAt: "2027-06-12T17:00:00Z", timezone: "Europe/Rome" },
    });
    expect(event.json.graceHours).toBe(48);
    const path = `/?scope=project&scopeId=${mine.projectId}&key=answers.graceHours`;
    expect((await call(values.DELETE, { method: "DELETE", token: mine.token, path })).status).toBe(204);
    expect(await ask("answers.graceHours", { projectId: mine.projectId })).toMatchObject({ value: 12 });
    expect((await call(values.DELETE, { method: "DELETE", token: mine.token, path })).status).toBe(404);
  });

  it("that are locked refuse every scope below in a sentence, also what was said there before", async () => {
    const key = "events.waitlist";
    await set({ ...project(), key, value: false });
    expect((await set({ ...organization(), key, value: true, locked: true })).json.locked).toBe(true);
    expect(await ask(key, { projectId: mine.projectId })).toMatchObject({
      value: true,
      from: "organization",
      locked: true,
    });
    const refused = await set({ ...project(), key, value: false });
    expect([refused.status, refused.json.code]).toEqual([409, "setting_locked"]);
    expect(refused.json.detail).toBe(
      "This is locked by your organization (Ada Vance), and cannot be set below.",
    );
    await set({ ...organization(), key, value: true, locked: false });
    expect(await ask(key, { projectId: mine.projectId })).toMatchObject({ value: false, from: "project" });
  });

  it("refuse a wrong type, an unknown key, a foreign scope and a lock with nothing below, each with its path", async () => {
    const wrong = async (body: object) =>
      (await set({ ...organization(), key: "events.waitlist", value: true, ...body })).json;
    expect(await wrong({ value: "yes" })).toMatchObject({ code: "invalid", errors: [{ path: "value" }] });
    expect(await wrong({ key: "answers.graceHours", value: 721 })).toMatchObject({
      errors: [{ path: "value" }],
    });
    expect(await wrong({ key: "nothing" })).toMatchObject({ errors: [{ path: "key" }] });
    expect(await wrong({ key: "projects.locale", value: "de", ...project() })).toMatchObject({
      errors: [{ path: "scope" }],
    });
    expect(await wrong({ ...project(), locked: true })).toMatchObject({ errors: [{ path: "locked" }] });
  });

  it("of the organization are its admins' to set, of a project its editors'", async () => {
    const editor = await createUser();
    await addMember(mine.organizationId, editor, "editor");
    const body = { key: "events.waitlist", value: true };
    expect((await set({ ...body, ...organization() }, editor.token)).status).toBe(403);
    expect((await set({ ...body, ...project() }, editor.token)).status).toBe(201);
    const stranger = await createTenant();
    expect((await set({ ...body, ...organization() }, stranger.token)).status).toBe(404);
    const foreign = { token: stranger.token, body: { projectId: mine.projectId } };
    expect((await call(resolving.POST, foreign)).status).toBe(404);
  });

  it("of a person are their own, and make their new projects; the platform's are the staff's", async () => {
    const tenant = await createTenant();
    const key = "projects.locale";
    expect((await set({ key, scope: "user", value: "de" }, tenant.token)).json.scopeId).toBe(tenant.owner.id);
    const other = { key, scope: "user", scopeId: mine.owner.id, value: "fr" };
    expect((await set(other, tenant.token)).status).toBe(404);
    const made = await call(projects.POST, {
      token: tenant.token,
      body: { organizationId: tenant.organizationId, name: "Hochzeit" },
    });
    expect(made.json.locale).toBe("de");
    const platform = { key: "confirmations.send", scope: "platform", value: false };
    expect((await set(platform, tenant.token)).status).toBe(403);
    const staff = await createUser("Sam Staff");
    await asSystem("tests make staff", (tx) =>
      tx.update(users).set({ platformRole: "staff" }).where(sql`id = ${staff.id}`),
    );
    expect((await set(platform, staff.token)).json).toMatchObject({ scope: "platform", scopeId: null });
    expect(await ask("confirmations.send", {}, tenant.token)).toMatchObject({
      value: false,
      from: "platform",
    });
    const path = "/?scope=platform&key=confirmations.send";
    expect((await call(values.DELETE, { method: "DELETE", token: staff.token, path })).status).toBe(204);
  });
});
