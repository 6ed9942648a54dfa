import { beforeAll, describe, expect, it } from "vitest";
import * as contact from "@/app/api/contacts/[id]/route";
import * as group from "@/app/api/groups/[id]/route";
import * as contacts from "@/app/api/guests/[id]/contacts/route";
import * as one from "@/app/api/guests/[id]/route";
import * as guestTag from "@/app/api/guests/[id]/tags/[tagId]/route";
import * as guestTags from "@/app/api/guests/[id]/tags/route";
import * as groups from "@/app/api/projects/[id]/groups/route";
import * as exported from "@/app/api/projects/[id]/guests/export/route";
import * as all from "@/app/api/projects/[id]/guests/route";
import * as tags from "@/app/api/projects/[id]/tags/route";
import * as tag from "@/app/api/tags/[id]/route";
import { withTenant } from "@/db/client";
import { events } from "@/db/schema";
import { provenScope } from "@/lib/tenancy/scope";
import { call, createTenant } from "@/tests/setup/tenant";

type Tenant = Awaited<ReturnType<typeof createTenant>>;
let mine: Tenant;
let dinner: string;
let brunch: string;

const inProject = (tenant: Tenant) => ({ token: tenant.token, params: { id: tenant.projectId } });
const create = (body: object, tenant = mine) => call(all.POST, { ...inProject(tenant), body });
const read = (id: string) => call(one.GET, { token: mine.token, params: { id } });
const patch = (id: string, body: object, headers?: Record<string, string>) =>
  call(one.PATCH, { method: "PATCH", token: mine.token, params: { id }, body, headers });
const list = (query = "", tenant = mine) => call(all.GET, { ...inProject(tenant), path: `/?${query}` });
const names = (answer: { json: { data: { firstName: string }[] } }) =>
  answer.json.data.map((g) => g.firstName);

async function createEvent(tenant: Tenant, name: string): Promise<string> {
  const [row] = await withTenant(provenScope(tenant.organizationId), (tx) =>
    tx
      .insert(events)
      .values({
        organizationId: tenant.organizationId,
        projectId: tenant.projectId,
        name,
        startsAt: new Date("2027-06-12T15:00:00Z"),
        timezone: "Europe/Rome",
      })
      .returning({ id: events.id }),
  );
  return row!.id;
}

beforeAll(async () => {
  mine = await createTenant();
  dinner = await createEvent(mine, "Dinner");
  brunch = await createEvent(mine, "Brunch");
});

describe("a guest", () => {
  it("is created with contacts, tags and a household of their own, invited to all events", async () => {
    const made = await create({
      firstName: "Zoë",
      lastName: "Brontë",
      email: " Zoe@Example.COM ",
      phone: "06 1234 5678",
      tags: ["Family", "family", "VIP"],
    });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`/api/guests/${made.json.id}`);
    expect(made.json).toMatchObject({
      projectId: mine.projectId,
      email: "zoe@example.com",
      phone: "+390612345678",
      groupName: "",
      tags: expect.arrayContaining(["VIP"]),
      rsvpStatus: "pending",
      version: 1,
    });
    expect(made.json.tags).toHaveLength(2);
    expect(made.json.events.map((e: { eventId: string }) => e.eventId).sort()).toEqual(
      [dinner, brunch].sort(),
    );
    expect(made.json.contacts).toHaveLength(2);
    expect((await read(made.json.id)).json).toEqual(made.json);
  });

  it("is invited to exactly the events that are named, and to none by an empty list", async () => {
    const some = await create({ firstName: "Some", eventIds: [dinner] });
    expect(some.json.events).toEqual([
      { eventId: dinner, invited: true, rsvpStatus: "pending", checkedInAt: null },
    ]);
    const none = await create({ firstName: "None", eventIds: [] });
    expect(none.json).toMatchObject({ events: [], rsvpStatus: "none" });
    const later = await patch(none.json.id, { eventIds: [brunch] });
    expect(later.json).toMatchObject({ rsvpStatus: "pending", version: 2 });
    expect((await patch(none.json.id, { eventIds: [] })).json).toMatchObject({
      events: [],
      rsvpStatus: "none",
    });
  });

  it("is changed under If-Match, and a stale version changes nothing", async () => {
    const { json } = await create({ firstName: "Ann", email: "ann@example.com" });
    const changed = await patch(
      json.id,
      { lastName: "Smith", email: "ann.smith@example.com" },
      { "if-match": '"1"' },
    );
    expect(changed.json).toMatchObject({ lastName: "Smith", email: "ann.smith@example.com", version: 2 });
    expect(changed.json.contacts).toHaveLength(1);
    const stale = await patch(json.id, { lastName: "Jones" }, { "if-match": '"1"' });
    expect([stale.status, stale.json.code]).toEqual([412, "stale"]);
    expect((await read(json.id)).json.lastName).toBe("Smith");
    expect((await patch(json.id, { email: null })).json).toMatchObject({ email: null, contacts: [] });
  });

  it("refuses wrong, unknown and foreign values, and changes nothing", async () => {
    const stranger = await createTenant();
    const foreign = await createEvent(stranger, "Elsewhere");
    const before = (await list()).json.total;
    const wrong: [object, string][] = [
      [{}, "firstName"],
      [{ firstName: "  " }, "firstName"],
      [{ firstName: "A", email: "no" }, "email"],
      [{ firstName: "A", phone: "12" }, "phone"],
      [{ firstName: "A", nickname: "B" }, "nickname"],
      [{ firstName: "A\u0000" }, "firstName"],
      [{ firstName: "A", eventIds: [foreign] }, "eventIds"],
      [{ firstName: "A", groupId: foreign }, "groupId"],
      [{ firstName: "A".repeat(201) }, "firstName"],
      [{ firstName: "A", plusOneAllowance: 21 }, "plusOneAllowance"],
    ];
    for (const [body, path] of wrong) {
      const answer = await create(body);
      expect([answer.status, answer.json.errors?.[0]?.path]).toEqual([400, path]);
    }
    expect((await list()).json.total).toBe(before);
  });

  it("is gone after deletion, and so is the empty household", async () => {
    const tenant = await createTenant();
    const { json } = await create({ firstName: "Gone", email: "gone@example.com" }, tenant);
    const params = { id: json.id };
    expect((await call(one.DELETE, { method: "DELETE", token: tenant.token, params })).status).toBe(204);
    expect((await call(one.GET, { token: tenant.token, params })).status).toBe(404);
    expect((await call(one.DELETE, { method: "DELETE", token: tenant.token, params })).status).toBe(404);
    expect((await list("", tenant)).json).toMatchObject({ data: [], total: 0 });
    expect((await call(groups.GET, inProject(tenant))).json.data).toEqual([]);
  });
});

describe("the guest list", () => {
  let tenant: Tenant;
  let event: string;
  beforeAll(async () => {
    tenant = await createTenant();
    event = await createEvent(tenant, "Dinner");
    const house = await call(groups.POST, {
      ...inProject(tenant),
      body: { name: "The Smiths", maxPlusOnes: 2 },
    });
    const people = [
      {
        firstName: "Ann",
        lastName: "Smith",
        email: "ann@example.com",
        groupId: house.json.id,
        tags: ["Family"],
      },
      { firstName: "Bob", lastName: "Smith", phone: "+44 7911 123456", groupId: house.json.id },
      { firstName: "100%", lastName: "Real", eventIds: [] },
      { firstName: "Under_score", lastName: "Real" },
    ];
    for (const person of people) await create(person, tenant);
  });

  it("filters by search, tag, household, status, event and e-mail, with totals", async () => {
    const { data } = (await call(groups.GET, { ...inProject(tenant), path: "/?named=true" })).json;
    expect(data).toMatchObject([{ name: "The Smiths", guestCount: 2, maxPlusOnes: 2 }]);
    const tagId = (await call(tags.GET, inProject(tenant))).json.data[0].id;
    const cases: [string, string[]][] = [
      ["q=smi", ["Ann", "Bob"]],
      ["q=ANN%40exam", ["Ann"]],
      ["q=07911%20123", ["Bob"]],
      ["q=%25", ["100%"]],
      ["q=r_s", ["Under_score"]],
      // A typo finds what is most like it; what is like nothing, or too short for likeness, finds nothing.
      ["q=smithh", ["Ann", "Bob"]],
      ["q=ann%20simth", ["Ann"]],
      ["q=smithh&hasEmail=true", ["Ann"]],
      ["q=zzyzx", []],
      ["q=smx", []],
      [`tagId=${tagId}`, ["Ann"]],
      [`groupId=${data[0].id}`, ["Ann", "Bob"]],
      ["rsvpStatus=none", ["100%"]],
      [`eventId=${event}&rsvpStatus=pending`, ["Ann", "Bob", "Under_score"]],
      [`eventId=${event}&rsvpStatus=none`, ["100%"]],
      ["hasEmail=true", ["Ann"]],
      ["hasEmail=false&q=smith", ["Bob"]],
    ];
    for (const [query, expected] of cases) {
      const answer = await list(`sort=createdAt&${query}`, tenant);
      expect([query, names(answer), answer.json.total]).toEqual([query, expected, expected.length]);
    }
    expect((await list("", tenant)).json.total).toBe(4);
  });

  it("comes in complete pages in every order", async () => {
    for (const sort of ["createdAt", "-createdAt", "name", "-name", "lastName", "-lastName"]) {
      const seen: string[] = [];
      let cursor = "";
      do {
        const page = await list(`limit=3&sort=${sort}&cursor=${cursor}`, tenant);
        seen.push(...names(page));
        cursor = page.json.nextCursor;
      } while (cursor);
      expect([sort, new Set(seen).size, seen.length]).toEqual([sort, 4, 4]);
    }
    expect(names(await list("sort=name", tenant))).toEqual(["100%", "Ann", "Bob", "Under_score"]);
    expect((await list("sort=colour", tenant)).status).toBe(400);
  });

  it("is exported as shown, with formulas made harmless", async () => {
    await create({ firstName: "=HYPERLINK(1)", lastName: "Evil", notes: '@SUM("x")' }, tenant);
    const file = await call(exported.GET, { ...inProject(tenant), path: "/?q=evil" });
    expect(file.headers.get("content-type")).toContain("text/csv");
    expect(file.text.split("\r\n")).toHaveLength(3);
    expect(file.text).toContain(`'=HYPERLINK(1),Evil`);
    expect(file.text).toContain(`"'@SUM(""x"")"`);
  });
});

describe("contacts, tags and households", () => {
  it("keep one primary contact of a kind, whatever is added, replaced and deleted", async () => {
    const { json: guest } = await create({ firstName: "Ann", email: "first@example.com" });
    const params = { id: guest.id };
    const add = (body: object) => call(contacts.POST, { token: mine.token, params, body });
    const second = await add({ kind: "email", value: "SECOND@example.com", isPrimary: true });
    expect(second.json).toMatchObject({ value: "second@example.com", isPrimary: true });
    expect((await read(guest.id)).json).toMatchObject({ email: "second@example.com", version: 2 });
    expect((await add({ kind: "email", value: "second@example.com" })).json.code).toBe("duplicate");
    expect((await add({ kind: "phone", value: "nope" })).json.errors[0].path).toBe("value");
    const replaced = await call(contact.PUT, {
      method: "PUT",
      token: mine.token,
      params: { id: second.json.id },
      body: { kind: "email", value: "third@example.com" },
    });
    expect(replaced.json).toMatchObject({ value: "third@example.com", isPrimary: false });
    expect((await read(guest.id)).json.email).toBe("first@example.com");
    const first = (await read(guest.id)).json.contacts.find((c: { isPrimary: boolean }) => c.isPrimary);
    await call(contact.DELETE, { method: "DELETE", token: mine.token, params: { id: first.id } });
    expect((await read(guest.id)).json.email).toBe("third@example.com");
  });

  it("tags are one whatever their case, given by id or name, and leave with their deletion", async () => {
    const { json: guest } = await create({ firstName: "Tagged" });
    const made = await call(tags.POST, { ...inProject(mine), body: { name: "Cousins", color: "teal" } });
    expect([made.status, made.json.color]).toEqual([201, "teal"]);
    expect((await call(tags.POST, { ...inProject(mine), body: { name: "cousins" } })).status).toBe(409);
    const params = { id: guest.id };
    await call(guestTags.POST, { token: mine.token, params, body: { name: "COUSINS" } });
    const again = await call(guestTags.POST, { token: mine.token, params, body: { tagId: made.json.id } });
    expect([again.status, again.json.guestCount]).toEqual([201, 1]);
    expect((await read(guest.id)).json.tags).toEqual(["Cousins"]);
    const off = (tagId: string) =>
      call(guestTag.DELETE, { method: "DELETE", token: mine.token, params: { ...params, tagId } });
    expect((await off(made.json.id)).status).toBe(204);
    expect((await off(made.json.id)).status).toBe(404);
    await call(guestTags.POST, { token: mine.token, params, body: { tagId: made.json.id } });
    await call(tag.DELETE, { method: "DELETE", token: mine.token, params: { id: made.json.id } });
    expect((await read(guest.id)).json.tags).toEqual([]);
  });

  it("a deleted household leaves its guests on the list, each in one of their own", async () => {
    const house = await call(groups.POST, { ...inProject(mine), body: { name: "Breaking up" } });
    const [ann, bob] = await Promise.all(
      ["Ann", "Bob"].map(async (firstName) => (await create({ firstName, groupId: house.json.id })).json),
    );
    const params = { id: house.json.id };
    const renamed = await call(group.PUT, {
      method: "PUT",
      token: mine.token,
      params,
      body: { name: "Broken up" },
      headers: { "if-match": '"1"' },
    });
    expect(renamed.json).toMatchObject({ name: "Broken up", guestCount: 2, version: 2, maxPlusOnes: 0 });
    expect((await call(group.DELETE, { method: "DELETE", token: mine.token, params })).status).toBe(204);
    const [a, b] = await Promise.all([read(ann.id), read(bob.id)]);
    expect(a.json).toMatchObject({ groupName: "", version: 2 });
    expect(new Set([a.json.groupId, b.json.groupId, house.json.id]).size).toBe(3);
  });
});
