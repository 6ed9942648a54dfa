import { eq, like, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as loginRoute from "@/app/api/auth/login/route";
import * as meRoute from "@/app/api/auth/me/route";
import * as registerRoute from "@/app/api/auth/register/route";
import { idempotencyKeys, sessions, signInCodes } from "@/db/schema";
import { tokenHash } from "@/lib/tenancy/session";
import { startInbox } from "@/tests/setup/inbox";
import { ask, login, somebody, somewhere, system, verify } from "@/tests/setup/sign-in";
import { call, createUser } from "@/tests/setup/tenant";

// The limits as they are in production; each caller comes from an address of its own unless a test says otherwise.
process.env.RATE_LIMIT_SCALE = "1";
let inbox: Awaited<ReturnType<typeof startInbox>>;
beforeAll(async () => {
  inbox = await startInbox();
});
afterAll(() => inbox.close());

const wrong = (code: string, n = 1) => String((Number(code) + n) % 1_000_000).padStart(6, "0");

describe("verifying", () => {
  it("makes the account, opens a session for programs and browsers, and keeps no secret", async () => {
    const email = somebody();
    await call(registerRoute.POST, {
      body: { email: email.toUpperCase(), name: "Ada Vance" },
      headers: somewhere(),
    });
    const code = /\d{6}/.exec((await inbox.newestTo(email)).text)![0];
    const answer = await verify({ email, code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      user: { email, name: "Ada Vance", avatarUrl: null },
      returnTo: null,
    });
    expect(answer.json.user).not.toHaveProperty("platformRole");
    const { token } = answer.json;
    const cookie = answer.headers.get("set-cookie")!;
    expect(cookie).toContain(`authjs.session-token=${token}; Path=/;`);
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax$/);

    const me = await call(meRoute.GET, { token });
    expect(me.json).toMatchObject({ id: answer.json.user.id, email, memberships: [] });
    const headers = { cookie: `authjs.session-token=${token}` };
    expect((await call(meRoute.GET, { headers })).json.id).toBe(me.json.id);
    expect((await call(meRoute.GET, { headers, host: "anna.localhost:3000" })).status).toBe(404);

    const [row] = await system((tx) => tx.select().from(sessions).where(eq(sessions.userId, me.json.id)));
    expect(row).toMatchObject({ sessionToken: tokenHash(token), userAgent: "Firefox on a test" });
    expect(row!.ip).toMatch(/^198\.51\.100\./);
    const dump = await system((tx) =>
      tx.execute<{ all: string }>(sql`select (select coalesce(json_agg(c)::text, '') from sign_in_codes c) ||
        (select json_agg(s)::text from sessions s) as all`),
    );
    expect(dump[0]!.all).not.toContain(token);
    expect(dump[0]!.all).not.toContain(`"${code}"`);
  });

  it("counts each of 200 guesses at once: five are tried, then the right code is dead too", async () => {
    const email = somebody();
    const { code } = await ask(inbox, email);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => verify({ email, code: wrong(code, n + 1) })),
    );
    const statuses = answers.map(({ status, json }) => `${status} ${json.code}`);
    expect(statuses.filter((status) => status === "401 wrong_code")).toHaveLength(5);
    expect(statuses.filter((status) => status === "410 expired")).toHaveLength(195);
    expect((await verify({ email, code })).status).toBe(410);
    const [row] = await system((tx) => tx.select().from(signInCodes).where(eq(signInCodes.email, email)));
    expect(row!.attempts).toBe(5);
  });

  it("lets one of 200 right uses at once win", async () => {
    const email = somebody();
    const { code, token } = await ask(inbox, email);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => verify(n % 2 ? { email, code } : { token })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(199);
    const opened = await system((tx) =>
      tx.$count(sessions, sql`user_id = (select id from users where email = ${email})`),
    );
    expect(opened).toBe(1);
  });

  it("takes the link's token once, on any device, and the code of the same mail is used up with it", async () => {
    const email = somebody();
    const { token, code } = await ask(inbox, email, 1, { returnTo: "/dashboard/projects/1?tab=guests" });
    const answer = await verify({ token });
    expect(answer.json).toMatchObject({ user: { email }, returnTo: "/dashboard/projects/1?tab=guests" });
    expect((await verify({ token })).json.code).toBe("expired");
    expect((await verify({ email, code })).json.code).toBe("expired");
    expect((await verify({ token: "abcdefgh" })).json.code).toBe("wrong_code");
  });

  it("ends a code and a link with a new request", async () => {
    const email = somebody();
    const first = await ask(inbox, email);
    const second = await ask(inbox, email, 2);
    expect((await verify({ email, code: first.code })).json.code).toBe("wrong_code");
    expect((await verify({ token: first.token })).json.code).toBe("expired");
    expect((await verify({ email, code: second.code })).status).toBe(200);
  });

  it("gives no new tries with a new code; the link still works", async () => {
    const email = somebody();
    for (let round = 1; round <= 2; round++) {
      const { code } = await ask(inbox, email, round);
      for (let n = 1; n <= 5; n++) expect((await verify({ email, code: wrong(code, n) })).status).toBe(401);
    }
    const { code, token } = await ask(inbox, email, 3);
    const refused = await verify({ email, code });
    expect([refused.status, refused.json.code, refused.headers.get("retry-after")]).toEqual([
      429,
      "rate_limited",
      "3600",
    ]);
    expect((await verify({ token })).status).toBe(200);
  });

  it("tells an old code from a wrong one only to whoever has it", async () => {
    const email = somebody();
    const { code, token } = await ask(inbox, email);
    const past = { expiresAt: new Date(Date.now() - 1_000) };
    await system((tx) => tx.update(signInCodes).set(past).where(eq(signInCodes.email, email)));
    expect((await verify({ email, code })).json.code).toBe("expired");
    expect((await verify({ token })).json.code).toBe("expired");
    const stranger = await verify({ email: somebody(), code });
    const guess = await verify({ email, code: wrong(code) });
    for (const answer of [stranger, guess]) {
      expect([answer.status, answer.json.code, answer.json.detail]).toEqual([
        401,
        "wrong_code",
        "That code is not right.",
      ]);
    }
  });

  it("does not overwrite the name of somebody who is known, and knows an address however it is written", async () => {
    const { email, id } = await createUser("Ada Vance");
    await call(registerRoute.POST, { body: { email, name: "Somebody else" }, headers: somewhere() });
    const code = /\d{6}/.exec((await inbox.newestTo(email)).text)![0];
    const answer = await verify({ email: ` ${email.toUpperCase()} `, code });
    expect(answer.json.user).toMatchObject({ id, name: "Ada Vance" });
  });

  it("keeps no session token for an Idempotency-Key", async () => {
    const email = somebody();
    const { code } = await ask(inbox, email);
    const key = { "idempotency-key": `verify-${email}` };
    const wrongly = await verify({ email, code: wrong(code) }, key);
    expect(wrongly.json).toMatchObject({ code: "wrong_code", triesLeft: 4 });
    expect((await verify({ email, code }, key)).status).toBe(200);
    expect((await verify({ email, code }, key)).status).toBe(410);
    const kept = await system((tx) => tx.$count(idempotencyKeys, like(idempotencyKeys.key, "verify-%")));
    expect(kept).toBe(0);
  });

  it.each([
    [{}, "body"],
    [{ email: "a@example.com" }, "body"],
    [{ token: "x", code: "123456" }, "body"],
    [{ email: "a@example.com", code: "12345" }, "code"],
    [{ email: "a@example.com", code: "１２３４５６" }, "code"],
    [{ email: "nobody", code: "123456" }, "email"],
    [{ email: "a@example.com", code: 123456 }, "code"],
    [{ email: "a@example.com", code: "123456", remember: true }, "remember"],
  ])("refuses %o", async (body, path) => {
    const answer = await verify(body);
    expect([answer.status, answer.json.code, answer.json.errors[0].path]).toEqual([400, "invalid", path]);
  });
});

describe("asking", () => {
  it.each([
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/api/auth/signout",
    "",
  ])("refuses to return to %o", async (returnTo) => {
    const answer = await login(somebody(), { returnTo });
    expect([answer.status, answer.json.errors[0].path]).toEqual([400, "returnTo"]);
  });

  it("is limited by the caller's address, whoever is asked for", async () => {
    const headers = somewhere();
    const statuses = [];
    for (let n = 0; n < 11; n++) {
      const answer = await call(loginRoute.POST, { body: { email: somebody() }, headers });
      statuses.push(answer.status);
      if (n === 10) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([...Array(10).fill(202), 429]);
  });

  it("is limited by the mail's address, wherever it is asked from, in a minute and in an hour", async () => {
    const email = somebody();
    for (let n = 0; n < 5; n++) expect((await login(email)).status).toBe(202);
    expect((await login(email)).status).toBe(429);
    const other = somebody();
    const mails = Array.from({ length: 20 }, (_, n) => ({
      email: other,
      linkHash: `${other}-${n}`,
      expiresAt: new Date(Date.now() + 60_000),
      sentAt: new Date(),
    }));
    await system((tx) => tx.insert(signInCodes).values(mails));
    expect((await login(other)).json.code).toBe("rate_limited");
  });
});
