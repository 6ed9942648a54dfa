import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "inngest/node";
import { expect, it } from "vitest";
import { Caller } from "./call";
import { canonical } from "./canonical";
import { clientOf, SIGNING_KEY } from "./testing/bed";

const job = { id: "1", runId: "2", step: "", functionId: "eios-f", attempt: 0, drops: 0, generation: 1 };
const body = canonical({
  ctx: { run_id: "2", attempt: 0, disable_immediate_execution: false, use_api: false },
  event: { name: "e", data: { b: 1, a: ["ß", 1.5, null] } },
  events: [],
  steps: {},
  version: -1,
});

/** What a call to such a server comes to. */
async function call(listener: RequestListener, text = body) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const caller = new Caller(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, SIGNING_KEY, 1);
  const outcome = await caller.run(job, text, new AbortController().signal);
  caller.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return outcome;
}

const app = (streaming: boolean) => {
  const client = clientOf("http://127.0.0.1:9");
  const f = client.createFunction({ id: "f", triggers: { event: "e" } }, async ({ event }) => event.data.a);
  return serve({ client, functions: [f], streaming });
};

it("signs a call as the SDK in production verifies it, and verifies its answer", async () => {
  expect(await call(app(false))).toEqual({ kind: "done", output: ["ß", 1.5, null] });
});

it("reads an answer that the app streams", async () => {
  expect(await call(app(true))).toEqual({ kind: "done", output: ["ß", 1.5, null] });
});

it("does not trust an answer whose signature is another's", async () => {
  const outcome = await call((_req, res) => {
    res
      .writeHead(200, { "x-inngest-sdk-handled": "true", "x-inngest-signature": "t=1&s=00" })
      .end('"forged"');
  });
  expect(outcome).toEqual({ kind: "away", problem: expect.stringContaining("signature is wrong") });
});

it("counts no attempt when something else answers at the app's address, and honours its Retry-After", async () => {
  const outcome = await call((_req, res) =>
    res.writeHead(503, { "retry-after": "3" }).end("<h1>Starting</h1>"),
  );
  expect(outcome).toEqual({ kind: "away", problem: expect.stringContaining("503"), afterMs: 3_000 });
});

it("tells a connection that broke under way from an app that is not there", async () => {
  expect((await call((req) => req.socket.destroy())).kind).toBe("dropped");
  const caller = new Caller("http://127.0.0.1:9", SIGNING_KEY, 1);
  expect((await caller.run(job, body, new AbortController().signal)).kind).toBe("away");
  caller.close();
});
