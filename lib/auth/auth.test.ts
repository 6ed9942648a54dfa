import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as logoutRoute from "@/app/api/auth/logout/route";
import * as meRoute from "@/app/api/auth/me/route";
import * as profileRoute from "@/app/api/auth/profile/route";
import { organizationMembers, sessions } from "@/db/schema";
import { authAdapter } from "@/lib/tenancy/auth-adapter";
import { system } from "@/tests/setup/sign-in";
import { call, createTenant, createUser } from "@/tests/setup/tenant";
import { sendWaitingMails } from "./code/mutations";

describe("a session", () => {
  it("ends everywhere with logout", async () => {
    const { token } = await createUser();
    const headers = { cookie: `authjs.session-token=${token}` };
    const foreign = await call(logoutRoute.POST, {
      method: "POST",
      headers: { ...headers, origin: "http://anna.localhost:3000" },
    });
    expect(foreign.json.code).toBe("bad_origin");
    const answer = await call(logoutRoute.POST, { method: "POST", headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("set-cookie")).toMatch(/^authjs\.session-token=; Path=\/; Max-Age=0;/);
    expect((await call(meRoute.GET, { token })).json.code).toBe("unauthenticated");
  });

  it("moves its end on while it is used, and is gone after it", async () => {
    const { token, id } = await createUser();
    const set = (values: Partial<typeof sessions.$inferInsert>) =>
      system((tx) => tx.update(sessions).set(values).where(eq(sessions.userId, id)));
    const ends = async () => {
      const [row] = await system((tx) => tx.select().from(sessions).where(eq(sessions.userId, id)));
      return Math.round((row!.expires.getTime() - Date.now()) / 86_400_000);
    };
    const day = 86_400_000;
    await set({ lastSeenAt: new Date(Date.now() - day / 12), expires: new Date(Date.now() + day) });
    expect((await call(meRoute.GET, { token })).status).toBe(200);
    expect(await ends()).toBe(30);
    await set({ expires: new Date(Date.now() + day) });
    await call(meRoute.GET, { token });
    expect(await ends()).toBe(1);
    await set({ expires: new Date(Date.now() - 1_000) });
    expect((await call(meRoute.GET, { token })).status).toBe(401);
    await sendWaitingMails();
    expect(await system((tx) => tx.$count(sessions, eq(sessions.userId, id)))).toBe(0);
  });

  it("of Auth.js is one of ours: hashed in the database, read and ended by its token", async () => {
    const { id: userId } = await createUser();
    const adapter = authAdapter();
    const sessionToken = "a-token-of-auth-js-that-is-long-enough";
    const expires = new Date(Date.now() + 60_000);
    await adapter.createSession!({ sessionToken, userId, expires });
    expect(await system((tx) => tx.$count(sessions, eq(sessions.sessionToken, sessionToken)))).toBe(0);
    expect(await adapter.getSessionAndUser!(sessionToken)).toMatchObject({
      user: { id: userId },
      session: { sessionToken },
    });
    expect((await call(meRoute.GET, { token: sessionToken })).json.id).toBe(userId);
    await adapter.updateSession!({ sessionToken, expires: new Date(Date.now() + 120_000) });
    await adapter.deleteSession!(sessionToken);
    expect(await adapter.getSessionAndUser!(sessionToken)).toBeNull();
  });
});

describe("the profile", () => {
  it("is changed by its owner, and the teams see the name at once", async () => {
    const tenant = await createTenant();
    const answer = await call(profileRoute.PATCH, {
      method: "PATCH",
      token: tenant.token,
      body: {
        name: "Ada Rossi",
        locale: "it",
        timezone: "Europe/Rome",
        avatarUrl: "https://example.com/a.png",
      },
    });
    expect(answer.json).toMatchObject({
      name: "Ada Rossi",
      locale: "it",
      avatarUrl: "https://example.com/a.png",
    });
    const me = await call(meRoute.GET, { token: tenant.token });
    expect(me.json.memberships).toMatchObject([{ organizationId: tenant.organizationId, role: "owner" }]);
    const named = and(
      eq(organizationMembers.userId, tenant.owner.id),
      eq(organizationMembers.name, "Ada Rossi"),
    );
    expect(await system((tx) => tx.$count(organizationMembers, named))).toBe(1);
  });

  it.each([
    [{ avatarUrl: "javascript:alert(1)" }, "avatarUrl"],
    [{ avatarUrl: "http://example.com/a.png" }, "avatarUrl"],
    [{ name: "" }, "name"],
    [{ name: "a\u0000b" }, "name"],
    [{ timezone: "Mars/Olympus" }, "timezone"],
    [{ email: "other@example.com" }, "email"],
  ])("refuses %o", async (body, path) => {
    const { token } = await createUser();
    const answer = await call(profileRoute.PATCH, { method: "PATCH", token, body });
    expect([answer.status, answer.json.errors[0].path]).toEqual([400, path]);
  });
});
