import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { direct } from "./direct";

const pages = [
  "/api/guests",
  "/api/guests/new",
  "/api/guests/endless",
  "/api/guests/[id]",
  "/api/auth/[...rest]",
  "/projects/[id]",
];
/** As Next writes it: names stand for themselves, parameters for one segment, and a slash may end it. */
const regexOf = (page: string) =>
  `^${page.replace("[...rest]", "(.+?)").replace(/\[[^\]]+\]/g, "([^/]+?)")}(?:/)?$`;

/** A route's module in the shape Next compiles: handlers by method, some of them a contract's. */
const routes: Record<string, string> = {
  "/api/guests": `{
    GET: contract(async () => Response.json({ data: [] })),
    POST: contract(async (request) => {
      const reader = request.body.getReader();
      const { value } = await reader.read();
      await reader.cancel();
      return new Response("read " + (value.length > 0), { status: 413, headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
    }),
    PUT: contract(async (request) => new Response(String((await request.arrayBuffer()).byteLength))),
    PATCH: async () => new Response("of no contract"),
    DELETE: contract(async () => new Response(null, { status: 204 })),
  }`,
  "/api/guests/new": `{ GET: contract(async () => new Response(globalThis.left ?? "new")) }`,
  "/api/guests/endless": `{ GET: contract(async () => new Response(new ReadableStream({
    async pull(stream) { stream.enqueue(new Uint8Array(1_000)); await new Promise(setImmediate); },
    cancel() { globalThis.left = "left"; },
  }))) }`,
  "/api/guests/[id]": `{ GET: contract(async (request, { params }) => Response.json({ ...(await params), url: request.url, host: request.headers.get("host") })) }`,
  "/api/auth/[...rest]": `{ GET: contract(async () => new Response("never")) }`,
  "/projects/[id]": `{ GET: contract(async () => new Response("never")) }`,
};
const module_ = (userland: string) => `
  const contract = (handler) => Object.assign(handler, { contract: {} });
  let userland;
  exports.routeModule = {
    ensureUserland: async () => { userland = ${userland}; },
    get userland() { if (!userland) throw new Error("not loaded yet"); return userland; },
  };`;

let build: string;
let server: Server;
const failed = vi.fn();

beforeAll(async () => {
  build = mkdtempSync(join(tmpdir(), "eios-build-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(build, path)), { recursive: true });
    writeFileSync(join(build, path), text);
  };
  const entry = (page: string) => ({ page, regex: regexOf(page) });
  write(
    "routes-manifest.json",
    JSON.stringify({
      headers: [
        { regex: "^/api/guests(?:/.*)?$", headers: [{ key: "permissions-policy", value: "usb=()" }] },
      ],
      staticRoutes: pages.filter((page) => !page.includes("[")).map(entry),
      dynamicRoutes: pages.filter((page) => page.includes("[")).map(entry),
    }),
  );
  const files = pages.map((page) => [`${page}/route`, `app${page}/route.js`]);
  write("server/app-paths-manifest.json", JSON.stringify(Object.fromEntries(files)));
  for (const page of pages) write(`server/app${page}/route.js`, module_(routes[page]!));

  const upstream = direct(build, "http://localhost:4000", (req, res) => {
    res.end(`next: ${req.method} ${req.url}`);
  });
  server = createServer((req, res) => void Promise.resolve(upstream(req, res)).catch(failed));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.close();
  rmSync(build, { recursive: true, force: true });
});

type Answer = { status?: number; headers: IncomingMessage["headers"]; body: Buffer };

function ask(method: string, path: string, headers = {}, body?: Buffer): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const req = request({ port, host: "127.0.0.1", method, path, headers, agent: false }, async (res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of res) chunks.push(chunk);
      resolve({ status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks) });
    });
    req.once("error", reject).end(body);
  });
}
const text = async (method: string, path: string) => (await ask(method, path)).body.toString();

it("calls a contract's handler with its parameters, unescaped, and the request as it came", async () => {
  const { body, headers } = await ask("GET", "/api/guests/a%20b%2Fc?q=1", { host: "app.localhost" });
  expect(JSON.parse(body.toString())).toEqual({
    id: "a b/c",
    url: "http://localhost:4000/api/guests/a%20b%2Fc?q=1",
    host: "app.localhost",
  });
  expect(headers).toMatchObject({ "permissions-policy": "usb=()", "content-type": "application/json" });
  expect(await text("GET", "/api/guests/new")).toBe("new");
  expect(await ask("DELETE", "/api/guests")).toMatchObject({ status: 204, body: Buffer.alloc(0) });
});

it.each([
  ["PATCH", "/api/guests", "a handler of no contract"],
  ["HEAD", "/api/guests", "a method that is not there"],
  ["OPTIONS", "/api/guests", "a method that is not there"],
  ["GET", "/api/guests/", "an address that Next redirects"],
  ["GET", "/api/guests//new", "an address that Next redirects"],
  ["GET", "/api/guests/%E0%A4%A", "an escape that cannot be read"],
  ["GET", "/api/nothing", "an address of nothing"],
  ["GET", "/api/auth/session", "a route that takes the rest of an address"],
  ["GET", "/projects/1", "what is no address of the API"],
])("leaves to Next %s %s, %s", async (method, path) => {
  expect(await text(method, path)).toBe(method === "HEAD" ? "" : `next: ${method} ${path}`);
});

it("brings a body whole, and answers though a handler leaves most of one unread", async () => {
  expect((await ask("PUT", "/api/guests", {}, Buffer.alloc(3_000_000))).body.toString()).toBe("3000000");
  const refused = await ask("POST", "/api/guests", {}, Buffer.alloc(3_000_000, 1));
  expect(refused).toMatchObject({ status: 413, headers: { "set-cookie": ["a=1", "b=2"] } });
  expect(refused.body.toString()).toBe("read true");
});

it("takes a reader who leaves for no failure", async () => {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  socket.write("GET /api/guests/endless HTTP/1.1\r\nhost: a\r\n\r\n");
  await once(socket, "data");
  socket.destroy();
  await expect.poll(() => text("GET", "/api/guests/new")).toBe("left");
  expect(failed).not.toHaveBeenCalled();
});
