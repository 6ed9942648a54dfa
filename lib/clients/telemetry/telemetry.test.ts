import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as inngestRoute } from "@/app/api/inngest/route";
import * as guestsRoute from "@/app/api/projects/[id]/guests/route";
import * as personalPage from "@/app/public/[subdomain]/i/[token]/route";
import { listGuests } from "@/lib/guests/contract";
import { handle } from "@/lib/http/handle";
import { canonical, sign } from "@/scripts/stack/jobs/canonical";
import { call, createTenant } from "@/tests/setup/tenant";
import { flushTelemetry, hasTelemetry } from "../telemetry";
import { redacted } from "./reports";
import { startTelemetry } from "./start";

type Attribute = { key: string; value: Record<string, unknown> };
type Span = { name: string; traceId: string; spanId: string; parentSpanId?: string; attributes: Attribute[] };

/** Takes whatever is posted, as a collector and as Sentry do, and keeps it by path. */
const received: { path: string; headers: Record<string, unknown>; text: string }[] = [];
const server = createServer(async (req, res) => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const text = req.headers["content-encoding"] === "gzip" ? gunzipSync(body).toString() : body.toString();
  received.push({ path: req.url!, headers: req.headers, text });
  res.setHeader("content-type", "application/json").end("{}");
});
const posted = (path: string) => received.filter((one) => one.path.startsWith(path));

function spans(): Span[] {
  return posted("/v1/traces").flatMap(({ text }) =>
    JSON.parse(text).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: Span[] }[] }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    ),
  );
}
const attributesOf = (span: Span | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));

describe("without its variables", () => {
  it("nothing is begun", async () => {
    await startTelemetry({ sentryDsn: undefined, otlp: false, version: "1", environment: "test" });
    expect(hasTelemetry()).toBe(false);
  });
});

describe("with a collector and Sentry", () => {
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://${address}`;
    process.env.OTEL_EXPORTER_OTLP_HEADERS = "dd-api-key=k1";
    const sentryDsn = `http://public@${address}/2`;
    await startTelemetry({ sentryDsn, otlp: true, version: "1.2.3", environment: "test" });
  });
  afterAll(() => void server.close());

  it("a request and its transactions are one trace, by route and without anything personal", async () => {
    const tenant = await createTenant();
    received.length = 0;
    const params = { id: tenant.projectId };
    const path = "/api/projects/x/guests?q=margherita";
    expect((await call(guestsRoute.GET, { token: tenant.token, params, path })).status).toBe(200);
    await personalPage.GET(new Request("http://anna.localhost:3000/i/very-secret-token-of-somebody"), {
      params: Promise.resolve({ subdomain: "anna", token: "very-secret-token-of-somebody" }),
    });
    await flushTelemetry();
    const request = spans().find(({ name }) => name === "GET /projects/{id}/guests");
    expect(attributesOf(request)).toMatchObject({
      "http.request.method": "GET",
      "http.route": "/projects/{id}/guests",
      "http.response.status_code": 200,
    });
    const within = spans().filter(({ parentSpanId }) => parentSpanId === request!.spanId);
    expect(within.map(({ name }) => name)).toContain("transaction eios_tenant");
    expect(within.every(({ traceId }) => traceId === request!.traceId)).toBe(true);
    expect(spans().map(({ name }) => name)).toContain("GET /i/{token}");
    const told = received.map(({ text }) => text).join();
    for (const secret of ["margherita", "very-secret", tenant.token, tenant.owner.email]) {
      expect(told).not.toContain(secret);
    }
    expect(posted("/v1/traces")[0]!.headers["dd-api-key"]).toBe("k1");
    const metrics = posted("/v1/metrics")
      .map(({ text }) => text)
      .join();
    expect(metrics).toContain('"http.server.request.duration"');
    expect(metrics).toContain('"db.client.operation.duration"');
    expect(metrics).toContain('"service.name"');
  });

  it("a step of a job is a span of its own, with its transactions in it", async () => {
    received.length = 0;
    const body = canonical({
      ...{ version: 1, event: { name: "inngest/scheduled.timer", data: {} }, events: [], steps: {} },
      ctx: { run_id: "01", attempt: 0, stack: { stack: [], current: 0 }, disable_immediate_execution: false },
    });
    const query = "fnId=eios-relay-outbox&stepId=step";
    const answer = await inngestRoute(
      new NextRequest(`http://app.localhost:3000/api/inngest?${query}`, {
        ...{ method: "POST", body },
        headers: {
          "content-type": "application/json",
          "x-inngest-signature": sign(process.env.INNGEST_SIGNING_KEY!, body),
        },
      }),
      undefined,
    );
    expect(answer.status).toBe(206);
    await flushTelemetry();
    const step = spans().find(({ name }) => name === "job relay-outbox relay");
    expect(attributesOf(step)).toMatchObject({ "eios.job": "relay-outbox", "eios.step": "relay" });
    expect(spans().some(({ parentSpanId }) => parentSpanId === step!.spanId)).toBe(true);
    expect(
      posted("/v1/metrics")
        .map(({ text }) => text)
        .join(),
    ).toContain('"eios.job.duration"');
  });

  it("a mistake of ours reaches Sentry by endpoint, request id and stack, and nobody is named in it", async () => {
    const tenant = await createTenant();
    received.length = 0;
    const broken = handle(listGuests, async () => {
      throw new Error("cannot write ada@example.com, eios_0123456789abcdef0123, params: [Ada, Vance]");
    });
    const asked = { token: tenant.token, params: { id: tenant.projectId }, path: "/?q=margherita" };
    const answer = await call(broken, asked);
    expect(answer.status).toBe(500);
    await flushTelemetry();
    const [envelope] = posted("/api/2/envelope/");
    const event = JSON.parse(envelope!.text.split("\n")[2]!);
    expect(event).toMatchObject({
      release: "1.2.3",
      tags: { endpoint: listGuests.key, requestId: answer.headers.get("x-request-id") },
      exception: { values: [{ type: "Error", value: "cannot write [address], [token], " }] },
    });
    expect(event.exception.values[0].stacktrace.frames.length).toBeGreaterThan(3);
    for (const secret of ["ada@", "Vance", "0123456789abcdef", "margherita", tenant.token]) {
      expect(envelope!.text).not.toContain(secret);
    }
    const failed = spans().find(({ name }) => name === "GET /projects/{id}/guests");
    expect(attributesOf(failed)).toMatchObject({ "http.response.status_code": 500, "error.type": "500" });
  });
});

describe("a message is redacted", () => {
  it.each([
    ["nobody <ada.vance+x@mail.example.org> here", "nobody <[address]> here"],
    [
      'duplicate key value violates "x" Detail: Key (email)=(a@b.example)',
      'duplicate key value violates "x" Detail: ',
    ],
    [
      "guest 0199b3a4-1111-7abc-8def-0123456789ab is gone",
      "guest 0199b3a4-1111-7abc-8def-0123456789ab is gone",
    ],
    ["call +39 055 123 4567 now", "call [number] now"],
    ["at /i/Zm9vYmFyYmF6cXV4Zm9vYmFy", "at /i/[token]"],
  ])("%s", (text, safe) => expect(redacted(text)).toBe(safe));
});
