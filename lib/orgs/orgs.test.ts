import { and, desc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as meRoute from "@/app/api/auth/me/route";
import * as invite from "@/app/api/orgs/[id]/invite/route";
import * as members from "@/app/api/orgs/[id]/members/route";
import * as one from "@/app/api/orgs/[id]/route";
import * as all from "@/app/api/orgs/route";
import { auditLog, organizationMembers, outbox } from "@/db/schema";
import { startInbox } from "@/tests/setup/inbox";
import { ask, somebody, system, verify } from "@/tests/setup/sign-in";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";
import type { MemberInvited } from "./events";
import { sendInvitation } from "./invitation/mutations";
import { slugOf } from "./policy";

let inbox: Awaited<ReturnType<typeof startInbox>>;
let mine: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  inbox = await startInbox();
  mine = await createTenant();
});
afterAll(() => inbox.close());

const send = (token: string, organizationId: string, body: object) =>
  call(invite.POST, { token, params: { id: organizationId }, body });
const audits = (organizationId: string, action: string) =>
  system((tx) =>
    tx
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.organizationId, organizationId), eq(auditLog.action, action))),
  );

/** What the jobs server does with the newest invitation of an organization. */
async function mailInvitation(organizationId: string) {
  const [row] = await system((tx) =>
    tx
      .select()
      .from(outbox)
      .where(and(eq(outbox.organizationId, organizationId), eq(outbox.name, "orgs/member.invited")))
      .orderBy(desc(outbox.id))
      .limit(1),
  );
  await sendInvitation(row!.data as MemberInvited);
}

const signIn = async (email: string, letters = 1): Promise<string> => {
  const { code } = await ask(inbox, email, letters);
  return (await verify({ email, code })).json.token;
};

describe("an organization", () => {
  it("is created with its owner, read, and changed under If-Match", async () => {
    const { token, id } = await createUser("Nora Host");
    const created = await call(all.POST, { token, body: { name: "Höst & Søn" } });
    expect([created.status, created.json.slug]).toEqual([201, "host-son"]);
    expect(created.headers.get("location")).toBe(`/api/orgs/${created.json.id}`);
    const params = { id: created.json.id };
    expect((await call(members.GET, { token, params })).json.data).toMatchObject([
      { userId: id, name: "Nora Host", role: "owner", status: "active" },
    ]);
    expect((await call(meRoute.GET, { token })).json.memberships).toMatchObject([
      { organizationId: created.json.id, name: "Höst & Søn", role: "owner" },
    ]);
    const change = (version: string) =>
      call(one.PATCH, {
        method: "PATCH",
        token,
        params,
        body: { name: "Host" },
        headers: { "if-match": version },
      });
    expect((await change('"1"')).json).toMatchObject({ name: "Host", version: 2 });
    expect((await change('"1"')).json.code).toBe("stale");
    expect((await audits(created.json.id, "organization.created"))[0]).toMatchObject({ actorId: id });
  });

  it("gets a free slug of its own, though twenty of one name are made at once", async () => {
    const { token } = await createUser();
    const name = `Same name ${Date.now()}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call(all.POST, { token, body: { name } })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ json }) => json.slug)).size).toBe(20);
    const taken = await call(all.POST, { token, body: { name, slug: answers[0]!.json.slug } });
    expect([taken.status, taken.json.code, taken.json.errors[0].path]).toEqual([409, "duplicate", "slug"]);
  });

  it("is nowhere for others, and closed to door staff", async () => {
    const stranger = await createTenant();
    const params = { id: mine.organizationId };
    for (const route of [one.GET, members.GET]) {
      expect((await call(route, { token: stranger.token, params })).status).toBe(404);
    }
    const door = await createUser();
    await addMember(mine.organizationId, door, "door");
    expect((await call(members.GET, { token: door.token, params })).status).toBe(403);
  });

  it.each([
    ["Vance & Rossi", "vance-rossi"],
    ["  Ünïçødé — Łódź  ", "unicode-lodz"],
    ["結婚式", "team"],
    [`${"a".repeat(49)} b`, "a".repeat(49)],
  ])("named %o is called %o in addresses", (name, slug) => expect(slugOf(name)).toBe(slug));

  it.each([
    [{ name: "" }, "name"],
    [{ name: "a", slug: "-a" }, "slug"],
    [{ name: "a", slug: "../etc" }, "slug"],
    [{ name: "a".repeat(121) }, "name"],
    [{ name: "a", plan: "free" }, "plan"],
  ])("refuses %o", async (body, path) => {
    const answer = await call(all.POST, { token: mine.token, body });
    expect([answer.status, answer.json.errors[0].path]).toEqual([400, path]);
  });
});

describe("an invitation", () => {
  it("is mailed with a link, and becomes a membership when its address signs in", async () => {
    const email = somebody();
    const invited = await send(mine.token, mine.organizationId, {
      email: email.toUpperCase(),
      role: "editor",
    });
    expect([invited.status, invited.json.status, invited.json.email]).toEqual([201, "invited", email]);
    await mailInvitation(mine.organizationId);
    await mailInvitation(mine.organizationId);
    const letter = await inbox.newestTo(email);
    expect(letter.subject).toBe("Ada Vance invites you to Vance & Rossi");
    const token = /http:\/\/app\.localhost:3000\/join\/(\w+)/.exec(letter.text)![1]!;
    expect(letter.html).toContain(token);
    const [audited] = await audits(mine.organizationId, "member.invited");
    expect(JSON.stringify([invited.json, audited])).not.toMatch(new RegExp(`${token}|tokenHash`));

    const session = await signIn(email, 2);
    expect((await call(meRoute.GET, { token: session })).json.memberships).toMatchObject([
      { organizationId: mine.organizationId, role: "editor" },
    ]);
    const list = await call(members.GET, {
      token: session,
      params: { id: mine.organizationId },
      path: `/?q=${email}`,
    });
    expect(list.json.data).toMatchObject([{ email, status: "active" }]);
    expect(await audits(mine.organizationId, "member.joined")).toMatchObject([{ actorKind: "user" }]);
    // Accepted meanwhile: the jobs server has nothing more to send.
    await mailInvitation(mine.organizationId);
    expect(await inbox.lettersTo(email)).toHaveLength(2);
  });

  it("cannot give more than one has, nor be made twice, be it at the same instant", async () => {
    const admin = await createUser();
    await addMember(mine.organizationId, admin, "admin");
    const above = await send(admin.token, mine.organizationId, { email: somebody(), role: "owner" });
    expect([above.status, above.json.code]).toEqual([403, "forbidden"]);
    const editor = await createUser();
    await addMember(mine.organizationId, editor, "editor");
    const refused = await send(editor.token, mine.organizationId, { email: somebody(), role: "viewer" });
    expect(refused.json.code).toBe("forbidden");
    const email = somebody();
    const both = await Promise.all([
      send(mine.token, mine.organizationId, { email, role: "viewer" }),
      send(admin.token, mine.organizationId, { email, role: "admin" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)!.json).toMatchObject({
      code: "duplicate",
      errors: [{ path: "email" }],
    });
  });

  it("narrows door staff, and nobody who sees everything, to projects and events of the organization", async () => {
    const stranger = await createTenant();
    const door = { email: somebody(), role: "door", projectIds: [mine.projectId] };
    const answer = await send(mine.token, mine.organizationId, door);
    expect([answer.status, answer.json.projectIds]).toEqual([201, [mine.projectId]]);
    const foreign = await send(mine.token, mine.organizationId, {
      email: somebody(),
      role: "door",
      projectIds: [stranger.projectId],
    });
    expect([foreign.status, foreign.json.errors[0].path]).toEqual([400, "projectIds"]);
    const whole = await send(mine.token, mine.organizationId, { ...door, email: somebody(), role: "admin" });
    expect([whole.status, whole.json.code]).toEqual([422, "unprocessable"]);
  });

  it("ends with its time, opens nothing after it, and makes room for the next", async () => {
    const email = somebody();
    const over = await send(mine.token, mine.organizationId, {
      email,
      role: "door",
      expiresAt: "2020-01-01T00:00:00Z",
    });
    expect([over.status, over.json.errors[0].path]).toEqual([400, "expiresAt"]);
    const first = await send(mine.token, mine.organizationId, {
      email,
      role: "editor",
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await system((tx) =>
      tx
        .update(organizationMembers)
        .set({ expiresAt: sql`now() - interval '1 second'` as never })
        .where(eq(organizationMembers.id, first.json.id)),
    );
    const session = await signIn(email);
    expect((await call(meRoute.GET, { token: session })).json.memberships).toEqual([]);
    expect((await send(mine.token, mine.organizationId, { email, role: "viewer" })).status).toBe(201);
  });

  it("joins nobody twice: whoever is a member under another address stays as they are", async () => {
    const person = await createUser();
    await addMember(mine.organizationId, { ...person, email: somebody() }, "viewer");
    await send(mine.token, mine.organizationId, { email: person.email, role: "editor" });
    const session = await signIn(person.email);
    expect((await call(meRoute.GET, { token: session })).json.memberships).toMatchObject([
      { role: "viewer" },
    ]);
  });
});
