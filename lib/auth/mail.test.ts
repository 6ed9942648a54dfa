import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as registerRoute from "@/app/api/auth/register/route";
import { withTenant } from "@/db/client";
import { signInCodes, users } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import { emptyScope } from "@/lib/tenancy/scope";
import { startInbox } from "@/tests/setup/inbox";
import { ask, login, somebody, somewhere, system, verify } from "@/tests/setup/sign-in";
import { call, createUser } from "@/tests/setup/tenant";
import { requestCode, sendWaitingMails } from "./code/mutations";

// The limits as they are in production; each caller comes from an address of its own unless a test says otherwise.
process.env.RATE_LIMIT_SCALE = "1";
let inbox: Awaited<ReturnType<typeof startInbox>>;
beforeAll(async () => {
  inbox = await startInbox();
});
afterAll(() => inbox.close());

describe("the sign-in mail", () => {
  it("has a link and a code, the text's only 6-digit number, and nothing that is fetched", async () => {
    const { letter, code, token } = await ask(inbox, somebody());
    expect(letter.text.match(/\d{6}/g)).toEqual([code]);
    expect(letter.subject).toContain(code);
    expect(letter.html).toContain(`>${code}<`);
    expect(letter.html).toContain(`href="http://app.localhost:3000/auth/verify?token=${token}"`);
    expect(letter.html).not.toMatch(/<img|<link|url\(/);
    expect(Buffer.byteLength(letter.html)).toBeLessThan(15_000);
  });

  it("comes alike, with the same answer, to addresses that are known and unknown, by either way", async () => {
    const known = (await createUser()).email;
    const unknown = somebody();
    const answers = [await login(known), await login(unknown)];
    const registered = await call(registerRoute.POST, {
      body: { email: unknown, name: "Buy now at evil.example" },
      headers: somewhere(),
    });
    for (const answer of [...answers, registered]) {
      expect(answer.status).toBe(202);
      expect(Object.keys(answer.json)).toEqual(["email", "expiresAt"]);
    }
    const [first, second] = [await inbox.newestTo(known), await inbox.newestTo(unknown, 2)];
    const shape = (text: string) => text.replace(/\d{6}/, "CODE").replace(/token=\w+/, "token=TOKEN");
    expect(shape(first.text)).toBe(shape(second.text));
    expect(second.html).not.toContain("evil");
    expect(await system((tx) => tx.$count(users, eq(users.email, unknown)))).toBe(0);
  });

  it("leaves once when the mail server takes it and breaks off, and again after a limit", async () => {
    const email = somebody();
    await inbox.fail("reset-after-accept");
    await login(email);
    await sent(email);
    expect(await inbox.lettersTo(email)).toHaveLength(1);
    const other = somebody();
    await inbox.fail("rate-limit");
    await login(other);
    await sent(other);
    expect(await inbox.lettersTo(other)).toHaveLength(1);
  });

  it("is not lost when the process dies after the commit: the cron sends it, once", async () => {
    const email = somebody();
    await withTenant(emptyScope, (tx, now) =>
      requestCode({ tx, now, after: () => {} } as unknown as Cx, { email }),
    );
    expect(await sendWaitingMails()).toBe(0);
    const age = { createdAt: sql`created_at - interval '1 minute'` as never };
    await system((tx) => tx.update(signInCodes).set(age).where(eq(signInCodes.email, email)));
    expect(await sendWaitingMails()).toBe(1);
    const letter = await inbox.newestTo(email);
    // It left, but the process died before it could say so.
    await system((tx) => tx.update(signInCodes).set({ sentAt: null }).where(eq(signInCodes.email, email)));
    expect(await sendWaitingMails()).toBe(1);
    expect(await inbox.lettersTo(email)).toHaveLength(1);
    expect((await verify({ email, code: /\d{6}/.exec(letter.text)![0] })).status).toBe(200);
  });

  const sent = (email: string) =>
    expect
      .poll(() =>
        system((tx) => tx.$count(signInCodes, and(eq(signInCodes.email, email), sql`sent_at is not null`))),
      )
      .toBe(1);
});
