import { eq, sql } from "drizzle-orm";
import { NextRequest } from "next/server";
import { OAuth2Server } from "oauth2-mock-server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as sessionsRoute from "@/app/api/auth/sessions/route";
import * as inviteRoute from "@/app/api/orgs/[id]/invite/route";
import { accounts, organizationMembers, sessions, users } from "@/db/schema";
import { tokenHash } from "@/lib/tenancy/session";
import { somebody, somewhere, system } from "@/tests/setup/sign-in";
import { call, createTenant, createUser } from "@/tests/setup/tenant";

const APP = "http://app.localhost:3000";
const COOKIE = "authjs.session-token";
type Claims = { sub: string; email: string; email_verified?: unknown; name?: string; nonce?: string };

// An OpenID provider of its own stands where Google does.
const google = new OAuth2Server();
let handlers: typeof import("./mutations").handlers;

beforeAll(async () => {
  await google.issuer.keys.generate("RS256");
  await google.start(0, "localhost");
  process.env.GOOGLE_CLIENT_ID = "eios";
  process.env.GOOGLE_CLIENT_SECRET = "secret";
  process.env.GOOGLE_ISSUER = google.issuer.url;
  ({ handlers } = await import("./mutations"));
});
afterEach(() => void google.service.removeAllListeners());
afterAll(() => google.stop());

/** A browser: it keeps cookies, and goes where it is sent by hand. */
function browser() {
  const jar = new Map<string, string>();
  const headers = { ...somewhere(), host: "app.localhost:3000" };
  const ask = async (path: string, form?: Record<string, string>) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const request = new NextRequest(new URL(path, APP), {
      method: form ? "POST" : "GET",
      headers: { ...headers, cookie },
      ...(form && { body: new URLSearchParams(form) }),
    });
    const answer = await (form ? handlers.POST(request) : handlers.GET(request));
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === "" || /max-age=0/i.test(line)) jar.delete(name!);
      else jar.set(name!, value!);
    }
    return { answer, to: answer.headers.get("location") ?? "" };
  };
  /** Presses the button and returns where Google's consent page is. */
  const begin = async (callbackUrl = "/dashboard/team") => {
    const { answer } = await ask("/api/auth/csrf");
    const { csrfToken } = (await answer.json()) as { csrfToken: string };
    return (await ask("/api/auth/signin/google", { csrfToken, callbackUrl })).to;
  };
  return { jar, ask, begin, headers };
}

/** Consents at the provider as somebody, and returns where it sends the browser back to. */
async function consent(authorize: string, claims: Claims): Promise<string> {
  google.service.on("beforeTokenSigning", ({ payload }: { payload: object }) =>
    Object.assign(payload, claims),
  );
  const { headers } = await fetch(authorize, { redirect: "manual" });
  return headers.get("location")!;
}

async function signIn(claims: Claims, at = browser()) {
  const back = await consent(await at.begin(), claims);
  const { to, answer } = await at.ask(back);
  return { ...at, to, answer, token: at.jar.get(COOKIE), back };
}

const claimsOf = (email: string, more: Partial<Claims> = {}): Claims => ({
  ...{ sub: `google-${email}`, email, email_verified: true, name: "Ada Vance" },
  ...more,
});
const countOf = (email: string) => system((tx) => tx.$count(users, eq(users.email, email)));

describe("signing in with Google", () => {
  it("makes the account of a new person, and begins one of our sessions", async () => {
    const email = somebody();
    const { to, token, answer, headers } = await signIn(claimsOf(email.toUpperCase()));
    expect(to).toBe(`${APP}/dashboard/team`);
    expect(answer.headers.getSetCookie().join()).toMatch(/session-token=[^;]+;[^,]*Max-Age=34560000/);
    const [row] = await system((tx) =>
      tx
        .select({ user: users, session: sessions, account: accounts })
        .from(users)
        .innerJoin(sessions, eq(sessions.userId, users.id))
        .innerJoin(accounts, eq(accounts.userId, users.id))
        .where(eq(users.email, email)),
    );
    expect(row!.user).toMatchObject({ name: "Ada Vance", emailVerified: expect.any(Date) });
    expect(row!.session).toMatchObject({ sessionToken: tokenHash(token!), userAgent: headers["user-agent"] });
    expect(row!.session.ip).toBe(headers["x-forwarded-for"]);
    // Google's own tokens are of no use to us, so they are not kept.
    expect(row!.account).toMatchObject({ access_token: null, refresh_token: null, id_token: null });
    const mine = await call(sessionsRoute.GET, { token });
    expect(mine.json.data).toMatchObject([{ current: true, device: { browser: "Firefox" } }]);
  });

  it("is the same person whom the code mail signs in, and who is known again after Google's address changed", async () => {
    const { id, email, name } = await createUser("Nora Host");
    await system((tx) => tx.execute(sql`update users set email = upper(email) where id = ${id}`));
    for (const claims of [claimsOf(email), claimsOf(somebody(), { sub: `google-${email}` })]) {
      const { token } = await signIn(claims);
      const found = await system((tx) =>
        tx
          .select()
          .from(sessions)
          .where(eq(sessions.sessionToken, tokenHash(token!))),
      );
      expect(found).toMatchObject([{ userId: id }]);
    }
    const [user] = await system((tx) => tx.select().from(users).where(eq(users.id, id)));
    expect(user).toMatchObject({ name, email: email.toUpperCase(), emailVerified: expect.any(Date) });
  });

  it("makes one person of many first tries at once", async () => {
    const email = somebody();
    const browsers = Array.from({ length: 6 }, browser);
    const answers = await Promise.all(browsers.map((at) => signIn(claimsOf(email), at)));
    expect(new Set(answers.map(({ to }) => to))).toEqual(new Set([`${APP}/dashboard/team`]));
    expect(await countOf(email)).toBe(1);
  });

  it("turns the invitations to the proven address into memberships", async () => {
    const tenant = await createTenant();
    const email = somebody();
    const invited = await call(inviteRoute.POST, {
      token: tenant.token,
      params: { id: tenant.organizationId },
      body: { email, role: "editor" },
    });
    expect(invited.status).toBe(201);
    await signIn(claimsOf(email));
    const [member] = await system((tx) =>
      tx.select().from(organizationMembers).where(eq(organizationMembers.email, email)),
    );
    expect(member).toMatchObject({ status: "active", role: "editor", name: "Ada Vance" });
  });

  it.each([false, undefined, "true"])("refuses an address with email_verified %o", async (email_verified) => {
    const { email, id } = await createUser();
    const { to, token } = await signIn(claimsOf(email, { email_verified }));
    expect([to, token]).toEqual([`${APP}/auth/login?error=unverified`, undefined]);
    expect(await system((tx) => tx.$count(accounts, eq(accounts.userId, id)))).toBe(0);
  });

  it("refuses an answer with another state, another nonce, or of another browser", async () => {
    const email = somebody();
    const forged = browser();
    const back = new URL(await consent(await forged.begin(), claimsOf(email)));
    back.searchParams.set("state", "another");
    const other = await browser().ask((await signIn(claimsOf(somebody()))).back);
    google.service.removeAllListeners();
    for (const { to, token } of [
      { ...(await forged.ask(back.href)), token: forged.jar.get(COOKIE) },
      { ...other, token: undefined },
      await signIn(claimsOf(email, { nonce: "another" })),
    ]) {
      expect([to, token]).toEqual([`${APP}/auth/login?error=Configuration`, undefined]);
    }
    expect(await countOf(email)).toBe(0);
  });

  it("comes back to the sign-in page when consent is refused", async () => {
    const at = browser();
    const authorize = new URL(await at.begin());
    expect(authorize.searchParams.get("code_challenge_method")).toBe("S256");
    const state = authorize.searchParams.get("state")!;
    const { to } = await at.ask(
      `/api/auth/callback/google?${new URLSearchParams({ error: "access_denied", state })}`,
    );
    expect([to, at.jar.get(COOKIE)]).toEqual([`${APP}/auth/login?error=OAuthCallbackError`, undefined]);
  });

  it("leads on to pages of the app only", async () => {
    const at = browser();
    const back = await consent(await at.begin("https://evil.example/"), claimsOf(somebody()));
    expect((await at.ask(back)).to).toBe(`${APP}/`);
  });
});
