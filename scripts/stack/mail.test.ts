import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Listening } from "./http";
import { type MailOptions, startMail } from "./mail";
import type { Message } from "./mail/read";
import { type RunningPostgres, startPostgres } from "./postgres";

const folder = mkdtempSync(join(tmpdir(), "eios-mail-"));
const SECRET = `whsec_${Buffer.from("0123456789abcdef01234567").toString("base64")}`;
const KEY = "re_test_key";

/** The app's end of the webhooks: keeps what comes, answers what it is told. */
type Received = { type: string; to: string; id: string; headers: IncomingHttpHeaders; body: string };
const received: Received[] = [];
let answers: number[] = [];

let database: RunningPostgres;
let app: Server;
let options: MailOptions;
let mail: Listening;
let resend: Resend;

beforeAll(async () => {
  app = createServer(async (req, res) => {
    let body = "";
    for await (const chunk of req) body += chunk;
    const { type, data } = JSON.parse(body);
    const status = answers.shift() ?? 200;
    if (status === 200)
      received.push({ type, to: data.to[0], id: data.email_id, headers: req.headers, body });
    res.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  database = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
  options = {
    databaseUrl: database.standInsUrl,
    port: 0,
    apiKey: KEY,
    webhookUrl: `http://app.localhost:${(app.address() as AddressInfo).port}/api/webhooks/resend`,
    webhookSecret: SECRET,
  };
  mail = await startMail(options);
  options = { ...options, port: mail.port };
  resend = new Resend(KEY, { baseUrl: mail.url });
});

afterAll(async () => {
  await mail.close();
  await database.stop();
  app.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});

const letter = (to: string, more = {}) => ({
  from: "Ana & Ben <hello@example.com>",
  to,
  subject: `For ${to}`,
  html: "<p>You are invited</p>",
  text: "You are invited",
  ...more,
});

async function inbox(to: string): Promise<Message[]> {
  const res = await fetch(`${mail.url}/messages?to=${encodeURIComponent(to)}`);
  return ((await res.json()) as { data: Message[] }).data;
}

const post = (path: string, body: unknown) =>
  fetch(mail.url + path, { method: path === "/limit" ? "PUT" : "POST", body: JSON.stringify(body) });

const eventsFor = (to: string) => received.filter((event) => event.to === to).map((event) => event.type);

describe("sending", () => {
  it("keeps a mail whole, shows it to programs and to the SDK", async () => {
    const { data, error } = await resend.emails.send(
      letter("Zoë <Zoe@guests.example>", {
        replyTo: "us@example.com",
        headers: { "List-Unsubscribe": "<https://x.example/u>" },
        tags: [{ name: "campaign", value: "c1" }],
        attachments: [{ filename: "wedding.ics", content: Buffer.from("BEGIN:VCALENDAR") }],
      }),
    );
    expect(error).toBeNull();
    const [message] = await inbox("zoe@guests.example");
    expect(message).toMatchObject({
      id: data?.id,
      to: ["Zoë <Zoe@guests.example>"],
      from: "Ana & Ben <hello@example.com>",
      html: "<p>You are invited</p>",
      text: "You are invited",
      headers: { "List-Unsubscribe": "<https://x.example/u>" },
      attachments: [{ filename: "wedding.ics", contentType: "text/calendar", size: 15 }],
    });
    const file = await fetch(
      `${mail.url}/messages/${message?.id}/attachments/${message?.attachments[0]?.id}`,
    );
    expect(await file.text()).toBe("BEGIN:VCALENDAR");
    const shown = await resend.emails.get(data?.id as string);
    expect(shown.data).toMatchObject({ object: "email", subject: "For Zoë <Zoe@guests.example>" });
  });

  it("takes a batch of a hundred, lists it newest first and in pages", async () => {
    const letters = Array.from({ length: 100 }, (_, i) =>
      letter(`batch${i}@guests.example`, { cc: "all@guests.example" }),
    );
    const { data } = await resend.batch.send(letters);
    expect(data?.data).toHaveLength(100);
    const page = (query: string) =>
      fetch(`${mail.url}/messages?to=all@guests.example&limit=60${query}`).then((res) =>
        res.json(),
      ) as Promise<{
        data: Message[];
      }>;
    const first = await page("");
    const second = await page(`&before=${first.data.at(-1)?.id}`);
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(ids).toEqual(data?.data.map(({ id }) => id).reverse());
  });

  it.each([
    [{ from: undefined }, "missing_required_field", "`from`"],
    [{ to: [] }, "missing_required_field", "`to`"],
    [{ to: "not an address" }, "validation_error", "`to`"],
    [{ to: "a@b.example\r\nBcc: x@y.example" }, "validation_error", "`to`"],
    [{ subject: undefined }, "missing_required_field", "`subject`"],
    [{ html: undefined, text: undefined }, "missing_required_field", "`html` or `text`"],
    [{ headers: { "X-A": "1\r\nX-B: 2" } }, "validation_error", "`headers`"],
    [{ tags: [{ name: "ü", value: "1" }] }, "validation_error", "`tags`"],
    [{ scheduledAt: "in 1 hour" }, "validation_error", "does not honour `scheduled_at`"],
  ])("refuses %o as Resend does, and stores nothing", async (wrong, name, words) => {
    const { error } = await resend.emails.send({ ...letter("wrong@guests.example"), ...wrong } as never);
    expect(error).toMatchObject({ statusCode: 422, name });
    expect(error?.message).toContain(words);
    expect(await inbox("wrong@guests.example")).toEqual([]);
  });

  it("stores all of a batch or none, or in permissive mode the good ones", async () => {
    const letters = [letter("good@guests.example"), letter("bad address")];
    expect((await resend.batch.send(letters)).error).toMatchObject({ statusCode: 422 });
    expect(await inbox("good@guests.example")).toEqual([]);
    const { data } = await resend.batch.send(letters, { batchValidation: "permissive" });
    expect(data).toMatchObject({ data: [{ id: expect.any(String) }], errors: [{ index: 1 }] });
    const many = Array.from({ length: 101 }, (_, i) => letter(`many${i}@guests.example`));
    expect((await resend.batch.send(many)).error?.message).toContain("at most 100");
  });

  it("wants the key", async () => {
    const stranger = new Resend("re_wrong", { baseUrl: mail.url });
    expect((await stranger.emails.send(letter("a@b.example"))).error).toMatchObject({
      name: "invalid_api_key",
    });
    expect((await post("/emails", letter("a@b.example"))).status).toBe(401);
  });
});

describe("idempotency", () => {
  it("answers the same key and body alike and sends once, over a restart too", async () => {
    const send = () => resend.batch.send([letter("once@guests.example")], { idempotencyKey: "once" });
    const first = await send();
    await mail.close();
    mail = await startMail(options);
    expect((await send()).data).toEqual(first.data);
    expect(await inbox("once@guests.example")).toHaveLength(1);
  });

  it("refuses another body under the same key", async () => {
    await resend.emails.send(letter("body@guests.example"), { idempotencyKey: "body" });
    const { error } = await resend.emails.send(letter("other@guests.example"), { idempotencyKey: "body" });
    expect(error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
  });

  it("stores one of many at once, and tells the others it is under way or answers like the first", async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        resend.emails.send(letter("race@guests.example"), { idempotencyKey: "race" }),
      ),
    );
    const ids = new Set(all.flatMap(({ data }) => data?.id ?? []));
    expect(ids.size).toBe(1);
    for (const { error } of all) if (error) expect(error.name).toBe("concurrent_idempotent_requests");
    expect(await inbox("race@guests.example")).toHaveLength(1);
  });
});

describe("faults", () => {
  it("resets after accepting, and the retry with the same key sends nothing twice", async () => {
    await post("/faults", { kind: "reset-after-accept", count: 1 });
    const send = () => resend.emails.send(letter("reset@guests.example"), { idempotencyKey: "reset" });
    expect((await send()).error).toMatchObject({ name: "application_error" });
    expect((await send()).error).toBeNull();
    expect(await inbox("reset@guests.example")).toHaveLength(1);
  });

  it("fails with 500 and 429 as often as told, and stores nothing then", async () => {
    await post("/faults", { kind: "error500", count: 2 });
    await post("/faults", { kind: "rate-limit", count: 1 });
    const send = () => resend.emails.send(letter("fault@guests.example"));
    const errors = [await send(), await send(), await send()].map(({ error }) => error?.statusCode);
    expect(errors).toEqual([500, 500, 429]);
    expect(await inbox("fault@guests.example")).toEqual([]);
    expect((await send()).error).toBeNull();
    expect((await post("/faults", { kind: "gremlins" })).status).toBe(400);
  });

  it("limits requests a second with the headers that say so", async () => {
    await post("/limit", { perSecond: 1 });
    const all = await Promise.all([1, 2, 3].map(() => resend.emails.send(letter("limit@guests.example"))));
    await post("/limit", { perSecond: null });
    const refused = all.filter(({ error }) => error?.name === "rate_limit_exceeded");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers).toMatchObject({ "retry-after": "1", "ratelimit-limit": "1" });
    expect(await inbox("limit@guests.example")).toHaveLength(3 - refused.length);
  });
});

describe("webhooks", () => {
  it("tell what happens to each address, signed so that the SDK verifies them", async () => {
    const fates = {
      "anna@guests.example": ["email.sent", "email.delivered"],
      "bounced+7@guests.example": ["email.sent", "email.bounced"],
      "complained@guests.example": ["email.sent", "email.delivered", "email.complained"],
      "delayed@guests.example": ["email.sent", "email.delivery_delayed"],
      "rejected@guests.example": ["email.failed"],
    };
    await resend.batch.send(Object.keys(fates).map((to) => letter(to)));
    await vi.waitFor(
      () => {
        for (const [to, types] of Object.entries(fates))
          expect(eventsFor(to).sort()).toEqual([...types].sort());
      },
      { timeout: 30_000 },
    );
    const bounce = received.find(({ type }) => type === "email.bounced") as Received;
    const headers = {
      id: bounce.headers["svix-id"] as string,
      timestamp: bounce.headers["svix-timestamp"] as string,
      signature: bounce.headers["svix-signature"] as string,
    };
    const verify = (webhookSecret: string, payload = bounce.body) =>
      resend.webhooks.verify({ payload, headers, webhookSecret });
    expect(verify(SECRET)).toMatchObject({ data: { bounce: { type: "Permanent" }, email_id: bounce.id } });
    expect(() => verify(SECRET, `${bounce.body} `)).toThrow();
    expect(() => verify(`whsec_${btoa("another secret, 24 bytes")}`)).toThrow();
    expect((await inbox("complained@guests.example"))[0]?.status).toBe("complained");
  });

  it("come again after a failure, and after the stand-in was ended in between", async () => {
    answers = [500, 503, 429];
    await resend.emails.send(letter("again@guests.example"));
    await vi.waitFor(() => expect(answers).toEqual([]), { timeout: 30_000 });
    await mail.close();
    mail = await startMail(options);
    await vi.waitFor(
      () => expect(eventsFor("again@guests.example").sort()).toEqual(["email.delivered", "email.sent"]),
      {
        timeout: 30_000,
      },
    );
    const ids = received.map(({ headers }) => headers["svix-id"]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("play mail that comes in, which lists with the inbound and not with what was sent", async () => {
    const res = await post("/inbound", {
      from: "anna@guests.example",
      to: "replies@example.com",
      subject: "Accepted",
      text: "Yes",
      attachments: [{ filename: "reply.ics", content: btoa("BEGIN:VCALENDAR") }],
    });
    expect(res.status).toBe(201);
    await vi.waitFor(() => expect(eventsFor("replies@example.com")).toEqual(["email.received"]), {
      timeout: 30_000,
    });
    expect(await inbox("replies@example.com")).toEqual([]);
  });
});

describe("the reader", () => {
  it("is one page that runs only its own script, and shows mail without any", async () => {
    const page = await fetch(mail.url);
    const nonce = /script-src 'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
    expect(await page.text()).toContain(`<script nonce="${nonce}" type="module">`);
    await resend.emails.send(letter("html@guests.example", { html: "<script>alert(1)</script>" }));
    const [message] = await inbox("html@guests.example");
    const shown = await fetch(`${mail.url}/messages/${message?.id}/html`);
    expect(shown.headers.get("content-security-policy")).toMatch(
      /^sandbox allow-popups .*default-src 'none'/,
    );
  });

  it("searches people, subjects and text, and takes every character as itself", async () => {
    await resend.emails.send(letter("search@guests.example", { text: "100% of the cake" }));
    const find = async (query: string) => {
      const res = await fetch(`${mail.url}/messages?summary&query=${encodeURIComponent(query)}`);
      return ((await res.json()) as { data: { to: string[] }[] }).data.map(({ to }) => to[0]);
    };
    expect(await find("100% of")).toEqual(["search@guests.example"]);
    expect(await find("1%0")).toEqual([]);
    expect((await fetch(`${mail.url}/messages?limit=0`)).status).toBe(422);
  });

  it("says that mail came, while it is open", async () => {
    const page = await fetch(`${mail.url}/live`);
    const stream = page.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    await stream.read();
    await resend.emails.send(letter("live@guests.example"));
    expect(new TextDecoder().decode((await stream.read()).value)).toContain("event: changed");
    await stream.cancel();
  });
});
