import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSendgrid, startSes, startSmtp } from "@/tests/setup/mail-servers";
import type { Mail, MailProvider, Outcome } from "./mail";

let ses: Awaited<ReturnType<typeof startSes>>;
let sendgrid: Awaited<ReturnType<typeof startSendgrid>>;
let smtp: Awaited<ReturnType<typeof startSmtp>>;
let providers: Record<"ses" | "sendgrid" | "smtp", MailProvider>;

beforeAll(async () => {
  [ses, sendgrid, smtp] = await Promise.all([startSes(), startSendgrid(), startSmtp()]);
  Object.assign(process.env, {
    ...{ SES_REGION: "eu-central-1", SES_BASE_URL: ses.url, SES_CONFIGURATION_SET: "eios" },
    ...{ AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" },
    ...{ SENDGRID_API_KEY: "SG.test", SENDGRID_BASE_URL: sendgrid.url, SMTP_URL: smtp.url },
  });
  providers = {
    ses: (await import("./ses")).sesProvider(),
    sendgrid: (await import("./sendgrid")).sendgridProvider(),
    smtp: (await import("./smtp")).smtpProvider(),
  };
});
afterAll(() => Promise.all([ses.close(), sendgrid.close(), smtp.close()]));
beforeEach(() => {
  for (const { taken, turns } of [ses, sendgrid, smtp]) {
    taken.length = 0;
    turns.length = 0;
  }
});

const mail: Mail = {
  from: '"Ada & Luca" <hello@example.com>',
  to: "nina@example.com",
  replyTo: "ada@example.com",
  subject: "Ünser Fest",
  html: "<p>Nina, you are invited</p>",
  text: "Nina, you are invited",
  headers: {
    "List-Unsubscribe": "<https://x.example/u>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  },
  tags: { organization: "o-1", job: "j-1" },
};
const send = (name: keyof typeof providers) =>
  providers[name].send([mail], "0198c1f0-0000-7000-8000-000000000001");
const kinds = (outcomes: Outcome[]) => outcomes.map((one) => one.kind);

describe("every way to send mail", () => {
  it("hands over the whole mail: sender, answers, both bodies, the way out and what finds its events", async () => {
    for (const name of ["ses", "sendgrid"] as const) {
      const outcome = await send(name);
      expect(outcome).toMatchObject({ kind: "accepted", receipts: [{ id: expect.any(String) }] });
      const [taken] = { ses, sendgrid }[name].taken;
      expect(taken).toMatchObject({ to: mail.to, subject: mail.subject, tags: mail.tags });
      const text = JSON.stringify(taken!.raw);
      for (const part of ["Ada & Luca", "ada@example.com", "<p>Nina", "List-Unsubscribe=One-Click"]) {
        expect(text).toContain(part);
      }
    }
    expect((await send("smtp")).kind).toBe("accepted");
    const text = smtp.taken[0]!.text;
    expect(text).toMatch(/^From: "Ada & Luca" <hello@example.com>/m);
    expect(text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(text).toMatch(/^Message-ID: <0198c1f0-0000-7000-8000-000000000001@example.com>/m);
    expect(text).toMatch(/^Content-Type: multipart\/alternative/m);
    expect(text).not.toMatch(/o-1/);
  });

  it("tells what was refused from what may be tried again, and never calls twice by itself", async () => {
    const body = { message: "no", errors: [{ message: "no" }] };
    const found: Record<string, string[]> = {};
    for (const [name, server] of [
      ["ses", ses],
      ["sendgrid", sendgrid],
    ] as const) {
      server.turns.push(
        { status: 400, body },
        { status: 403, body },
        { status: 500, body },
        { status: 503, body },
      );
      found[name] = kinds([await send(name), await send(name), await send(name), await send(name)]);
      expect(server.turns).toEqual([]);
      server.turns.push({ status: 429, headers: { "retry-after": "7" }, body });
      expect(await send(name)).toMatchObject({ kind: "later", seconds: 7, ours: false });
      expect(server.taken).toEqual([]);
    }
    const all = ["refused", "later", "unknown", "unknown"];
    expect(found).toEqual({ ses: all, sendgrid: all });
    smtp.turns.push(
      { at: "rcpt", code: 550 },
      { at: "rcpt", code: 450 },
      { at: "data", code: 554 },
      { at: "data", code: 451 },
    );
    const answers = [await send("smtp"), await send("smtp"), await send("smtp"), await send("smtp")];
    expect(kinds(answers)).toEqual(["refused", "later", "refused", "later"]);
    expect(smtp.taken).toEqual([]);
  });

  it("does not know what became of a mail when the connection breaks after it was taken", async () => {
    ses.turns.push("reset-after-accept");
    sendgrid.turns.push("reset-after-accept");
    smtp.turns.push("hang-up-after-data");
    expect(kinds([await send("ses"), await send("sendgrid"), await send("smtp")])).toEqual([
      "unknown",
      "unknown",
      "unknown",
    ]);
    expect([ses.taken.length, sendgrid.taken.length, smtp.taken.length]).toEqual([1, 1, 1]);
  });
});

describe("a server that cannot be reached", () => {
  it("has taken nothing", async () => {
    const { wasNeverSent } = await import("./failure");
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    expect(wasNeverSent(new TypeError("fetch failed", { cause: refused }))).toBe(true);
    expect(
      wasNeverSent(new TypeError("fetch failed", { cause: new AggregateError([refused, refused]) })),
    ).toBe(true);
    expect(wasNeverSent(Object.assign(new Error("reset"), { code: "ECONNRESET" }))).toBe(false);
    expect(wasNeverSent(undefined)).toBe(false);
  });
});
