import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as all from "@/app/api/orgs/[id]/webhook-endpoints/route";
import * as redeliver from "@/app/api/webhook-deliveries/[id]/redeliver/route";
import * as delivery from "@/app/api/webhook-deliveries/[id]/route";
import * as log from "@/app/api/webhook-endpoints/[id]/deliveries/route";
import * as rotate from "@/app/api/webhook-endpoints/[id]/rotate-secret/route";
import * as one from "@/app/api/webhook-endpoints/[id]/route";
import * as test from "@/app/api/webhook-endpoints/[id]/test/route";
import { runAsJob } from "@/lib/http/job";
import { call, createTenant } from "@/tests/setup/tenant";
import { attemptDelivery, fanOut } from "./delivery/mutations";
import { judge, WAITS } from "./delivery/policy";
import type { WebhookEvent } from "./events";

type Received = { headers: IncomingMessage["headers"]; body: string };
let mine: Awaited<ReturnType<typeof createTenant>>;
let receiver: Server;
let url: string;
let received: Received[] = [];
let answer: (res: ServerResponse) => void = (res) => res.writeHead(204).end();

beforeAll(async () => {
  process.env.WEBHOOK_ALLOWED_HOSTS = "127.0.0.1";
  mine = await createTenant();
  receiver = createServer((req, res) => {
    let body = "";
    req.on("data", (chunk) => (body += chunk));
    req.on("end", () => {
      received.push({ headers: req.headers, body });
      answer(res);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { port } = receiver.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/hook`;
});
afterAll(() => receiver.close());
beforeEach(() => {
  received = [];
  answer = (res) => res.writeHead(204).end();
});

const as = (handler: Parameters<typeof call>[0], id: string, more: Parameters<typeof call>[1] = {}) =>
  call(handler, { token: mine.token, params: { id }, ...more });
const create = async (events: WebhookEvent[] = ["site.published"], more: object = {}) =>
  (await as(all.POST, mine.organizationId, { body: { url, events, ...more } })).json;
const happens = (event: WebhookEvent, messageId = uuidv7(), data: object = {}) =>
  runAsJob("test", mine.organizationId, (cx) =>
    fanOut(cx, event, messageId, {
      organizationId: mine.organizationId,
      projectId: mine.projectId,
      siteId: uuidv7(),
      guestId: uuidv7(),
      campaignId: uuidv7(),
      ...data,
    }),
  );
const deliveriesOf = async (id: string) => (await as(log.GET, id)).json.data;
const attempt = (endpointId: string, deliveryId: string, byHand = false) =>
  attemptDelivery({ organizationId: mine.organizationId, endpointId, deliveryId, byHand });

describe("a webhook", () => {
  it("is signed by the Standard Webhooks rules, and its secret is answered once", async () => {
    const made = await create();
    expect(made.secret).toMatch(/^whsec_/);
    expect((await as(one.GET, made.id)).text).not.toContain(made.secret);
    await happens("site.published");
    const [sent] = await deliveriesOf(made.id);
    expect(await attempt(made.id, sent.id)).toBeNull();
    const { body, headers } = received[0]!;
    expect(new Webhook(made.secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: "site.published",
    });
    expect(headers["webhook-id"]).toBe(sent.messageId);
    const told = (await as(delivery.GET, sent.id)).json;
    expect(told).toMatchObject({ status: "delivered", attempts: 1, body });
    expect(told.tries[0]).toMatchObject({ responseStatus: 204, error: null, byHand: false });
    expect((await as(delivery.GET, sent.id)).text).not.toContain(made.secret);
  });

  it("is made once of an event that is handed over twice, and of none that nobody asked for", async () => {
    const made = await create(["guest.created"]);
    const messageId = uuidv7();
    await happens("guest.created", messageId);
    await happens("guest.created", messageId);
    await happens("campaign.sent");
    expect(await deliveriesOf(made.id)).toHaveLength(1);
  });

  it("signs with the former secret beside the new one for a day", async () => {
    const made = await create();
    const { secret } = (await as(rotate.POST, made.id, { method: "POST" })).json;
    expect(secret).not.toBe(made.secret);
    await happens("site.published");
    const [sent] = await deliveriesOf(made.id);
    await attempt(made.id, sent.id);
    for (const each of [secret, made.secret]) {
      const { body, headers } = received[0]!;
      expect(() => new Webhook(each).verify(body, headers as Record<string, string>)).not.toThrow();
    }
  });

  it("that answers 500 is tried again for three days and then given up", async () => {
    answer = (res) => res.writeHead(500).end("down");
    const made = await create();
    await happens("site.published");
    const [sent] = await deliveriesOf(made.id);
    const waits: (number | null)[] = [];
    for (let i = 0; i <= WAITS.length; i++) waits.push(await attempt(made.id, sent.id));
    expect(waits.at(-1)).toBeNull();
    const days = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(3);
    expect(days).toBeLessThan(3.5);
    const told = (await as(delivery.GET, sent.id)).json;
    expect(told).toMatchObject({ status: "failed", attempts: WAITS.length + 1, nextAttemptAt: null });
    expect(told.tries[0]).toMatchObject({ responseStatus: 500, responseBody: "down" });
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    // Well again, a person sends it once more.
    answer = (res) => res.writeHead(200).end();
    expect((await as(redeliver.POST, sent.id, { method: "POST" })).status).toBe(202);
    await attempt(made.id, sent.id, true);
    expect((await as(delivery.GET, sent.id)).json.status).toBe("delivered");
  });

  it("that answers 410 is switched off, what waits is cancelled, and nothing more is sent", async () => {
    const made = await create();
    await happens("site.published");
    await happens("site.published");
    const [second, first] = await deliveriesOf(made.id);
    answer = (res) => res.writeHead(410).end();
    expect(await attempt(made.id, first.id)).toBeNull();
    expect((await as(one.GET, made.id)).json).toMatchObject({ status: "disabled", disabledBecause: "gone" });
    expect((await deliveriesOf(made.id)).map((d: { status: string }) => d.status)).toEqual([
      "cancelled",
      "failed",
    ]);
    expect(await attempt(made.id, second.id)).toBeNull();
    expect(received).toHaveLength(1);
    expect((await as(test.POST, made.id, { method: "POST" })).status).toBe(409);
  });

  it("that redirects is not followed", async () => {
    answer = (res) => res.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end();
    const made = await create();
    await happens("site.published");
    const [sent] = await deliveriesOf(made.id);
    expect(await attempt(made.id, sent.id)).toBeGreaterThan(0);
    expect((await as(delivery.GET, sent.id)).json.tries[0].error).toContain("redirects");
    expect(received).toHaveLength(1);
  });

  it("that sends without end is heard for 4 KB only", async () => {
    answer = (res) => {
      res.writeHead(200);
      const more = () => {
        while (!res.destroyed && res.write("x".repeat(1_024)));
      };
      res.on("drain", more);
      more();
    };
    const made = await create();
    await happens("site.published");
    const [sent] = await deliveriesOf(made.id);
    await attempt(made.id, sent.id);
    expect((await as(delivery.GET, sent.id)).json.tries[0].responseBody).toHaveLength(4_096);
  });

  it("is refused at a private address, with a sentence at its field", async () => {
    const answer = await as(all.POST, mine.organizationId, {
      body: { url: "https://169.254.169.254/", events: ["site.published"] },
    });
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([{ path: "url", message: "leads to a private network" }]);
  });

  it("of another organization is absent, and gets no event of ours", async () => {
    const made = await create(["site.unpublished"]);
    const stranger = await createTenant();
    const get = await call(one.GET, { token: stranger.token, params: { id: made.id } });
    expect(get.status).toBe(404);
    await runAsJob("test", stranger.organizationId, (cx) =>
      fanOut(cx, "site.unpublished", uuidv7(), {
        organizationId: stranger.organizationId,
        projectId: null,
        siteId: uuidv7(),
      }),
    );
    expect(await deliveriesOf(made.id)).toHaveLength(0);
  });
});

describe("the wait for the next try", () => {
  it("is as long as Retry-After asks, up to a day", () => {
    const asked = (retryAfter: string) =>
      judge({ status: 503, body: "", retryAfter, milliseconds: 1 }, 1, "d") as { waitMs: number };
    expect(asked("3600").waitMs).toBe(3_600_000);
    expect(asked("999999").waitMs).toBe(86_400_000);
    expect(asked("soon").waitMs).toBeLessThan(6_000);
  });
});
