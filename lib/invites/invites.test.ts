import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import * as logs from "@/app/api/invites/[id]/logs/route";
import * as regenerate from "@/app/api/invites/[id]/regenerate/route";
import * as revoke from "@/app/api/invites/[id]/revoke/route";
import * as one from "@/app/api/invites/[id]/route";
import * as validate from "@/app/api/invites/[id]/validate/route";
import * as all from "@/app/api/projects/[id]/invites/route";
import { asSystem } from "@/db/client";
import { isRobot } from "@/lib/tenancy/invite-access";
import { answer, createEvent, createForm, createHousehold, createSite } from "@/tests/setup/household";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";
import { newToken } from "./policy";

let tenant: Awaited<ReturnType<typeof createTenant>>;
let ceremony: string;
let dinner: string;
beforeAll(async () => {
  tenant = await createTenant();
  ceremony = await createEvent(tenant, { name: "Ceremony", startsAt: new Date("2027-06-12T13:00:00Z") });
  dinner = await createEvent(tenant);
});

const make = (body: object, token = tenant.token) =>
  call(all.POST, { token, params: { id: tenant.projectId }, body });
const read = (id: string, search = "", token = tenant.token) =>
  call(one.GET, { token, params: { id }, path: `/${search}` });
const check = (token: string, headers: Record<string, string> = {}) =>
  call(validate.POST, { params: { id: token }, body: {}, headers });
const change = (verb: typeof revoke, id: string) =>
  call(verb.POST, { token: tenant.token, params: { id }, body: {} });
const system = <T extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  asSystem("tests look, and let time pass", async (tx) => [...(await tx.execute<T>(query))]);

describe("a token", () => {
  it("is 22 letters and digits, never twice, and of all of them alike", () => {
    const tokens = Array.from({ length: 5_000 }, newToken);
    expect(new Set(tokens).size).toBe(tokens.length);
    for (const token of tokens) expect(token).toMatch(/^[0-9A-Za-z]{22}$/);
    const counts = new Map<string, number>();
    for (const sign of tokens.join("")) counts.set(sign, (counts.get(sign) ?? 0) + 1);
    expect(counts.size).toBe(62);
    const mean = (5_000 * 22) / 62;
    for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(mean * 0.2);
  });

  it("is kept hashed and encrypted only, and shown where it is made and to those who may change it", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const [kept] = await system<{ invite: string; audit: string }>(sql`
      select i::text as invite, (select string_agg(a::text, ' ') from audit_log a where a.target_id = i.id::text) as audit
        from invites i where id = ${home.inviteId}`);
    expect(kept!.invite).not.toContain(home.token);
    expect(kept!.audit).not.toMatch(new RegExp(`${home.token}|token_hash|tokenCipher`));
    expect((await read(home.inviteId)).json).not.toHaveProperty("token");
    expect((await read(home.inviteId, "?reveal=true")).json.token).toBe(home.token);
    const viewer = await createUser();
    await addMember(tenant.organizationId, viewer, "viewer");
    expect((await read(home.inviteId, "", viewer.token)).status).toBe(200);
    expect((await read(home.inviteId, "?reveal=true", viewer.token)).json.code).toBe("forbidden");
    expect((await make({ groupId: home.groupId }, viewer.token)).status).toBe(403);
  });
});

describe("a link", () => {
  it("is one a household and one a guest until it is withdrawn, and its address is on the project's site", async () => {
    const own = await createTenant();
    const party = await createEvent(own);
    const home = await createHousehold(own, ["Ada", "Ben"], [party]);
    const makeOwn = (body: object) =>
      call(all.POST, { token: own.token, params: { id: own.projectId }, body });
    expect((await makeOwn({ groupId: home.groupId })).json).toMatchObject({ status: 409, code: "duplicate" });
    expect(
      (await call(one.GET, { token: own.token, params: { id: home.inviteId }, path: "/?reveal=true" })).json
        .url,
    ).toBeNull();
    const { id, subdomain } = await createSite(own);
    const narrow = await makeOwn({ guestId: home.guestIds[1], siteId: id, eventIds: [party], maxUses: 2 });
    expect(narrow.status, narrow.text).toBe(201);
    expect(narrow.headers.get("location")).toBe(`/api/invites/${narrow.json.id}`);
    expect(narrow.json).toMatchObject({
      status: "active",
      groupId: home.groupId,
      url: `http://${subdomain}.localhost:3000/i/${narrow.json.token}`,
      openCount: 0,
    });
  });

  it("made twice under one Idempotency-Key is one, with the same token, which is kept nowhere as it is", async () => {
    const home = await createHousehold(tenant, ["Ada", "Ben"], [dinner]);
    const again = () =>
      call(all.POST, {
        token: tenant.token,
        params: { id: tenant.projectId },
        body: { guestId: home.guestIds[0] },
        headers: { "idempotency-key": `link-${home.groupId}` },
      });
    const answers = [await again(), await again()];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[0]!.json).toEqual(answers[1]!.json);
    const [kept] = await system<{ all: string }>(
      sql`select string_agg(k::text, ' ') as all from idempotency_keys k where key = ${`link-${home.groupId}`}`,
    );
    expect(kept!.all).not.toContain(answers[0]!.json.token);
  });

  it("is refused for strangers, for both, for nobody, and for what has passed", async () => {
    const other = await createTenant();
    const party = await createEvent(other);
    const theirs = await createHousehold(other, ["Eve"], [party]);
    const site = await createSite(other);
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const [ada] = home.guestIds;
    const paths = async (body: object) => {
      const refused = await make(body);
      return [refused.status, refused.json.errors?.[0]?.path];
    };
    expect(await paths({ guestId: theirs.guestIds[0] })).toEqual([400, "guestId"]);
    expect(await paths({ groupId: theirs.groupId })).toEqual([400, "groupId"]);
    expect(await paths({})).toEqual([400, "groupId"]);
    expect(await paths({ guestId: ada, groupId: home.groupId })).toEqual([400, "groupId"]);
    expect(await paths({ guestId: ada, siteId: site.id })).toEqual([400, "siteId"]);
    expect(await paths({ guestId: ada, eventIds: [party] })).toEqual([400, "eventIds.0"]);
    expect(await paths({ guestId: ada, expiresAt: "2020-01-01T00:00:00Z" })).toEqual([400, "expiresAt"]);
    expect(await paths({ guestId: ada, maxUses: 0 })).toEqual([400, "maxUses"]);
    expect(await system(sql`select id from invites where guest_id = ${ada}`)).toEqual([]);
  });

  it("that is withdrawn opens nothing; a new token opens it again, and the old one never", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    expect((await change(revoke, home.inviteId)).json).toMatchObject({ status: "revoked", version: 2 });
    expect((await change(revoke, home.inviteId)).json).toMatchObject({ status: "revoked", version: 2 });
    expect((await check(home.token)).json).toMatchObject({ status: 410, code: "revoked" });
    const renewed = await change(regenerate, home.inviteId);
    expect(renewed.json).toMatchObject({ id: home.inviteId, status: "active" });
    expect(renewed.json.token).not.toBe(home.token);
    expect((await check(home.token)).json).toMatchObject({ status: 410, code: "revoked" });
    expect((await check(renewed.json.token)).status).toBe(200);
  });

  it("takes as many answers as it may, and time ends it by the database's clock", async () => {
    const form = await createForm(tenant);
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const own = await make({ guestId: home.guestIds[0], maxUses: 1 });
    const say = (attendance: string) =>
      answer({
        token: own.json.token,
        formId: form.id,
        responses: [{ guestId: home.guestIds[0], attendance: { [dinner]: attendance } }],
      });
    const answers = await Promise.all(["attending", "declined", "maybe"].map(say));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410, 410]);
    expect((await read(own.json.id)).json).toMatchObject({ status: "expired", useCount: 1 });
    await system(sql`update invites set expires_at = now() - interval '1 s' where id = ${home.inviteId}`);
    expect((await check(home.token)).json).toMatchObject({ status: 410, code: "expired" });
    const renewed = await change(regenerate, home.inviteId);
    expect(renewed.json).toMatchObject({ status: "active", expiresAt: null });
  });

  it("tells its holder of the household, its events and form, and what was said; nothing of the hosts' notes", async () => {
    const own = await createTenant();
    const first = await createEvent(own, { name: "Ceremony", capacity: 1 });
    const second = await createEvent(own, { name: "Secret" });
    const form = await createForm(own, { name: "First" });
    await createForm(own, { name: "Second" });
    const home = await createHousehold(
      own,
      [{ firstName: "Ada", notes: "Do not seat beside Eve", plusOneAllowance: 1 }],
      [first],
      { name: "The Vances", maxPlusOnes: 2 },
    );
    const before = await check(home.token);
    expect(before.status, before.text).toBe(200);
    expect(before.json).toMatchObject({
      invite: { id: home.inviteId, status: "active", householdName: "The Vances", maxPlusOnes: 2 },
      guests: [
        {
          id: home.guestIds[0],
          firstName: "Ada",
          plusOneAllowance: 1,
          rsvpStatus: "pending",
          events: [{ eventId: first, invited: true, rsvpStatus: "pending" }],
        },
      ],
      events: [{ id: first, full: false, closed: false }],
      form: { id: form.id, phase: "open" },
      existingSubmission: null,
    });
    expect(before.json.events).toHaveLength(1);
    expect(before.text).not.toContain(second);
    expect(before.text).not.toContain("seat beside Eve");
    expect(before.headers.get("referrer-policy")).toBe("no-referrer");
    await answer({
      token: home.token,
      formId: form.id,
      responses: [{ guestId: home.guestIds[0], attendance: { [first]: "attending" } }],
    });
    expect((await check(home.token)).json).toMatchObject({
      events: [{ full: true }],
      existingSubmission: { revision: 1, responses: [{ attendance: { [first]: "attending" } }] },
    });
  });

  it("narrowed to events asks about no others", async () => {
    const home = await createHousehold(tenant, ["Ada"], [ceremony, dinner]);
    const own = await make({ guestId: home.guestIds[0], eventIds: [dinner] });
    const opened = await check(own.json.token);
    expect(opened.json.events.map(({ id }: { id: string }) => id)).toEqual([dinner]);
  });
});

describe("the log of a link", () => {
  it("tells people from robots, and addresses apart without keeping them", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const person = { "user-agent": "Mozilla/5.0 (Macintosh)", "x-forwarded-for": "192.0.2.1" };
    await check(home.token, person);
    await check(home.token, { ...person, "x-forwarded-for": "192.0.2.2" });
    await check(home.token, { "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" });
    const log = await call(logs.GET, { token: tenant.token, params: { id: home.inviteId } });
    expect(log.json).toMatchObject({
      total: 3,
      data: [{ isBot: true }, { isBot: false, action: "validated" }, { isBot: false }],
    });
    expect(log.text).not.toContain("192.0.2.");
    expect(new Set(log.json.data.map(({ ipHash }: { ipHash: string }) => ipHash)).size).toBe(3);
    expect((await read(home.inviteId)).json).toMatchObject({ openCount: 2 });
    const people = await call(logs.GET, {
      token: tenant.token,
      params: { id: home.inviteId },
      path: "/?isBot=false&limit=1",
    });
    expect(people.json.total).toBe(2);
    expect(people.json.nextCursor).not.toBeNull();
  });

  it.each([
    ["WhatsApp/2.23.20.0", true],
    ["facebookexternalhit/1.1", true],
    ["TelegramBot (like TwitterBot)", true],
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", true],
    ["Mozilla/5.0 (Windows NT 6.1) SkypeUriPreview Preview/0.5", true],
    ["Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0", true],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
      false,
    ],
    ["Mozilla/5.0 (Linux; Android 14; CUBOT X30) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36", false],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0", false],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 [LinkedInApp]/9.30", false],
    [null, false],
  ])("knows %s", (agent, robot) => expect(isRobot(agent)).toBe(robot));

  it("reads any user agent in no time", () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (agent) => typeof isRobot(agent) === "boolean"));
  });
});

describe("the list", () => {
  it("filters by status, household and name, in pages", async () => {
    const own = await createTenant();
    const party = await createEvent(own);
    const homes = [];
    for (const name of ["Ada", "Ben", "Cleo", "Dan"]) homes.push(await createHousehold(own, [name], [party]));
    await system(sql`update invites set expires_at = now() where id = ${homes[1]!.inviteId}`);
    await system(sql`update invites set use_count = 1, max_uses = 1 where id = ${homes[2]!.inviteId}`);
    await call(revoke.POST, { token: own.token, params: { id: homes[3]!.inviteId }, body: {} });
    const list = async (search: string) => {
      const page = await call(all.GET, {
        token: own.token,
        params: { id: own.projectId },
        path: `/?${search}`,
      });
      return page.json;
    };
    const ids = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);
    expect(ids(await list("status=active"))).toEqual([homes[0]!.inviteId]);
    expect(ids(await list("status=expired"))).toEqual([homes[2]!.inviteId, homes[1]!.inviteId]);
    expect(ids(await list("status=revoked"))).toEqual([homes[3]!.inviteId]);
    expect(ids(await list(`groupId=${homes[0]!.groupId}`))).toEqual([homes[0]!.inviteId]);
    expect(ids(await list("q=cleo"))).toEqual([homes[2]!.inviteId]);
    const first = await list("limit=3");
    expect(first).toMatchObject({ total: 4 });
    expect(ids(await list(`limit=3&cursor=${first.nextCursor}`))).toEqual([homes[0]!.inviteId]);
    expect((await list("")).data.every((one: object) => !("token" in one) && !("tokenHash" in one))).toBe(
      true,
    );
  });
});
