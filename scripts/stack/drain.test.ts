import { once } from "node:events";
import { Agent, createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { drain } from "./drain";

const agent = new Agent({ keepAlive: true, maxSockets: 40 });
afterEach(() => agent.destroy());

/** How one request went: its status, or the code of the error. */
const ask = (port: number): Promise<string> =>
  new Promise((resolve) => {
    get({ host: "127.0.0.1", port, agent }, (res) => {
      res.resume();
      res.once("end", () => resolve(String(res.statusCode)));
      res.once("error", (error: NodeJS.ErrnoException) => resolve(`body ${error.code}`));
    }).once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });

it("answers everybody who got through, and resets nobody, while forty clients ask without a pause", async () => {
  const server = createServer((_req, res) => setImmediate(() => res.end("here you are")));
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const outcomes = new Map<string, number>();
  const client = async () => {
    for (let how = ""; how !== "ECONNREFUSED"; ) {
      how = await ask(port);
      outcomes.set(how, (outcomes.get(how) ?? 0) + 1);
    }
  };
  const clients = Promise.all(Array.from({ length: 40 }, client));
  while ((outcomes.get("200") ?? 0) < 2_000) await ask(port);
  await drain(server, [], { lingerMs: 200, patienceMs: 5_000 });
  await clients;
  // Refused is what a front in front of two machines sees and sends elsewhere; anything else would be a loss.
  expect([...outcomes.keys()].sort()).toEqual(["200", "ECONNREFUSED"]);
});

it("waits for an answer that is being made, and cuts one that never ends", async () => {
  let finish = () => {};
  const server = createServer((req, res) => {
    if (req.url === "/slow") finish = () => res.end("done");
    else res.write("never ending");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const fetched = fetch(`http://127.0.0.1:${port}/slow`).then((res) => res.text());
  await once(server, "request");
  const drained = drain(server, [], { lingerMs: 10, patienceMs: 500 });
  finish();
  expect(await fetched).toBe("done");
  await drained;

  const stuck = createServer((_req, res) => res.write("never ending")).listen(0, "127.0.0.1");
  await once(stuck, "listening");
  const answer = fetch(`http://127.0.0.1:${(stuck.address() as AddressInfo).port}`).then((res) => res.text());
  await once(stuck, "request");
  await Promise.all([drain(stuck, [], { lingerMs: 10, patienceMs: 100 }), expect(answer).rejects.toThrow()]);
});
