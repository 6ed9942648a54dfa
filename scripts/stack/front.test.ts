import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFront, type FrontOptions } from "./front";
import { trustedProxies } from "./front/forwarded";

type Answer = { status: number; headers: IncomingMessage["headers"]; body: Buffer; text: string };

const GUEST = "anna-ben.localhost";
const page = "<!doctype html><title>Anna & Ben</title>".padEnd(2_000, " you are invited ");

let now = 1_000_000;
let asked: { url: string; headers: IncomingMessage["headers"] }[] = [];
let upstream: (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;
let server: Server;
let front: ReturnType<typeof createFront>;

async function start(options: Partial<FrontOptions> = {}) {
  server?.close();
  front = createFront({
    upstream: (req, res) => {
      asked.push({ url: `${req.headers.host}${req.url}`, headers: { ...req.headers } });
      return upstream(req, res);
    },
    isGuestHost: (host) => host !== "app.localhost",
    now: () => now,
    ...options,
  });
  server = createServer(front.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const options = {
      port,
      host: "127.0.0.1",
      path,
      method,
      headers: { host: GUEST, ...headers },
      agent: false,
    };
    request(options, async (res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of res) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      resolve({ status: res.statusCode ?? 0, headers: res.headers, body, text: body.toString() });
    })
      .once("error", reject)
      .end();
  });
}

const publish =
  (body: string, headers: Record<string, string> = {}): typeof upstream =>
  (_req, res) => {
    const kept = {
      "cache-control": "public, s-maxage=60",
      "cache-tag": "site:1,page:2",
      "content-type": "text/html",
    };
    res.writeHead(200, { ...kept, ...headers }).end(body);
  };

beforeEach(async () => {
  asked = [];
  upstream = publish(page);
  await start();
});
afterEach(() => server.close());

describe("what is kept", () => {
  it("is asked for once, and answered without internal names or what was said to the cache", async () => {
    upstream = publish(page, {
      "x-middleware-rewrite": "/public/anna-ben",
      "x-nextjs-cache": "HIT",
      link: "<a>",
    });
    const [first, second] = [await get("/"), await get("/")];
    expect(asked).toHaveLength(1);
    for (const answer of [first, second]) {
      expect(answer.text).toBe(page);
      expect(answer.headers).toMatchObject({
        "cache-control": "public, max-age=0, must-revalidate",
        "content-type": "text/html",
        vary: "Accept-Encoding",
        link: "<a>",
      });
      expect(Object.keys(answer.headers).filter((name) => /cache-tag|^x-/.test(name))).toEqual([]);
    }
  });

  it("is another page on another host, path or query", async () => {
    await get("/");
    await get("/?a=1");
    await get("/story");
    await get("/", { host: "carla.localhost" });
    expect(asked.map(({ url }) => url)).toEqual([
      `${GUEST}/`,
      `${GUEST}/?a=1`,
      `${GUEST}/story`,
      "carla.localhost/",
    ]);
    expect(front.size().pages).toBe(4);
  });

  it("is compressed once, and decoded first where upstream had compressed it", async () => {
    upstream = (_req, res) => {
      const headers = {
        "cache-control": "s-maxage=60",
        "content-type": "text/html",
        "content-encoding": "gzip",
      };
      res.writeHead(200, headers).end(gzipSync(page));
    };
    const gz = await get("/", { "accept-encoding": "gzip, deflate" });
    const br = await get("/", { "accept-encoding": "gzip, deflate, br, zstd" });
    const noBr = await get("/", { "accept-encoding": "gzip;q=0.5, br;q=0" });
    const none = await get("/");
    expect(gunzipSync(gz.body).toString()).toBe(page);
    expect(brotliDecompressSync(br.body).toString()).toBe(page);
    expect(noBr.headers["content-encoding"]).toBe("gzip");
    expect(none.text).toBe(page);
    expect(asked).toHaveLength(1);
    expect(br.body.length).toBeLessThan(page.length / 10);
  });

  it("is answered 304 to whoever has it, in any encoding, and HEAD without a body", async () => {
    const { headers } = await get("/", { "accept-encoding": "br" });
    const again = await get("/", {
      "if-none-match": `"other", W/${headers.etag}`,
      "accept-encoding": "gzip",
    });
    expect(again).toMatchObject({ status: 304, text: "" });
    expect(again.headers.etag).toBeDefined();
    const head = await get("/", {}, "HEAD");
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers["content-length"]).toBe(String(page.length));
    expect(asked).toHaveLength(1);
  });

  it("expires after s-maxage and not before", async () => {
    await get("/");
    now += 59_999;
    await get("/");
    expect(asked).toHaveLength(1);
    now += 1;
    await get("/");
    expect(asked).toHaveLength(2);
  });

  it("makes room in the order of use, and never passes the bound", async () => {
    await start({ maxBytes: 40_000 });
    for (let i = 0; i < 30; i++) {
      await get(`/${i}`);
      now += 1_001;
      await get("/0");
    }
    expect(front.size().bytes).toBeLessThanOrEqual(40_000);
    const before = asked.length;
    await get("/0");
    await get("/1");
    expect(asked.slice(before).map(({ url }) => url)).toEqual([`${GUEST}/1`]);
  });
});

describe("what is not kept", () => {
  it.each([
    ["private", { "cache-control": "private, s-maxage=60" }],
    ["no-store", { "cache-control": "no-store" }],
    ["without s-maxage", { "cache-control": "public, max-age=60" }],
    ["with a cookie", { "set-cookie": "a=b" }],
    ["with Vary: *", { vary: "*" }],
  ])("%s", async (_, headers) => {
    upstream = publish(page, headers as Record<string, string>);
    await get("/");
    expect((await get("/")).text).toBe(page);
    expect(asked).toHaveLength(2);
  });

  it("errors, the app's own host, requests with a cookie or authorization, and other methods", async () => {
    await get("/", { host: "app.localhost" });
    await get("/", { host: "app.localhost" });
    await get("/", { cookie: "a=b" });
    await get("/", { authorization: "Bearer x" });
    await get("/", {}, "POST");
    upstream = (_req, res) => void res.writeHead(404, { "cache-control": "s-maxage=60" }).end("no");
    expect((await get("/none")).status).toBe(404);
    await get("/none");
    expect(asked).toHaveLength(7);
    expect(front.size().pages).toBe(0);
  });

  it("what varies by a header, for those who send it", async () => {
    upstream = publish(page, { vary: "rsc, Accept-Encoding" });
    await get("/", { rsc: "1" });
    await get("/");
    await get("/");
    await get("/", { rsc: "1" });
    expect(asked.map(({ headers }) => headers.rsc)).toEqual(["1", undefined, "1"]);
  });

  it("anything in development", async () => {
    await start({ cache: false });
    await get("/");
    await get("/");
    expect(asked).toHaveLength(2);
  });

  it("a body that grows too large, which passes whole all the same", async () => {
    const large = Buffer.alloc(5 * 1024 * 1024, "x");
    upstream = (_req, res) => {
      res.setHeader("cache-control", "s-maxage=60");
      res.write(large.subarray(0, 3_000_000));
      res.write(large.subarray(3_000_000));
      res.end();
    };
    expect((await get("/")).body.equals(large)).toBe(true);
    await get("/");
    expect(asked).toHaveLength(2);
  });
});

describe("purging", () => {
  it("forgets by any of a page's tags, and nothing else", async () => {
    await get("/");
    upstream = publish("other", { "cache-tag": "site:9" });
    await get("/other");
    front.purge(["PAGE:2"]);
    upstream = publish("new");
    expect((await get("/")).text).toBe("new");
    expect((await get("/other")).text).toBe("other");
  });

  it("keeps nothing that was begun before it, and new readers do not wait for that", async () => {
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      upstream = async (req, res) => {
        resolve();
        await new Promise<void>((done) => {
          finish = done;
        });
        await publish("old")(req, res);
      };
    });
    const early = get("/");
    await held;
    front.purge(["site:1"]);
    upstream = publish("new");
    expect((await get("/")).text).toBe("new");
    finish();
    expect((await early).text).toBe("old");
    expect((await get("/")).text).toBe("new");
    expect(asked).toHaveLength(2);
  });

  it("asks once for a hundred who want the same page, and for each alone if it is not to be kept", async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => get("/")));
    expect(all.every(({ text }) => text === page)).toBe(true);
    expect(asked).toHaveLength(1);
    upstream = publish(page, { "cache-control": "no-store" });
    await Promise.all(Array.from({ length: 10 }, () => get("/private")));
    expect(asked).toHaveLength(11);
  });

  it("leaves nobody waiting when the first reader hangs up", async () => {
    const { port } = server.address() as AddressInfo;
    const reached = new Promise<void>((resolve) => {
      upstream = () => resolve();
    });
    const leader = request({ port, host: "127.0.0.1", path: "/", headers: { host: GUEST } });
    leader.once("error", () => {}).end();
    await reached;
    const follower = get("/");
    upstream = publish(page);
    leader.destroy();
    expect((await follower).text).toBe(page);
  });
});

describe("whatever upstream does", () => {
  it("passes streams, early headers, lists of cookies and empty answers on as they are", async () => {
    upstream = (_req, res) => {
      res.writeHead(201, "Made", [
        "Set-Cookie",
        "a=1",
        "Set-Cookie",
        "b=2",
        "X-Powered-By",
        "Next.js",
        "Vary",
        "rsc, next-url, Origin",
      ]);
      res.write("one ");
      res.end("two");
    };
    const answer = await get("/", {}, "POST");
    expect(answer).toMatchObject({ status: 201, text: "one two" });
    expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    expect(answer.headers["x-powered-by"]).toBeUndefined();
    expect(answer.headers.vary).toBe("Origin");
    upstream = (_req, res) => void res.writeHead(204).end();
    expect(await get("/")).toMatchObject({ status: 204, text: "" });
  });

  it("may wrap the response itself, as Next does to compress", async () => {
    const wrap = createRequire(import.meta.url)("next/dist/compiled/compression")({ threshold: 0 });
    for (const control of ["s-maxage=60", "no-store"]) {
      upstream = (req, res) =>
        wrap(req, res, () => {
          res.writeHead(200, { "content-type": "text/html", "cache-control": control });
          res.write(page.slice(0, 500));
          res.end(page.slice(500));
        });
      for (const time of ["first", "again"]) {
        const path = `/${control}`;
        expect(gunzipSync((await get(path, { "accept-encoding": "gzip" })).body).toString(), time).toBe(page);
        expect((await get(path)).text, time).toBe(page);
      }
    }
  });

  it("answers 500 when it throws", async () => {
    upstream = () => Promise.reject(new Error("expected in this test"));
    expect((await get("/")).status).toBe(500);
    expect((await get("/", { host: "app.localhost" })).status).toBe(500);
  });
});

describe("forwarded headers", () => {
  const forwarded = async (headers: Record<string, string>) => {
    await get("/", { cookie: "a=b", ...headers });
    return asked.at(-1)?.headers ?? {};
  };

  it("hold the address of the socket, whatever the client claims", async () => {
    const headers = await forwarded({
      "x-forwarded-for": "6.6.6.6",
      "x-forwarded-host": "evil.example",
      "x-real-ip": "6.6.6.6",
      forwarded: "for=6.6.6.6",
      "x-middleware-subrequest": "middleware",
    });
    expect(headers["x-forwarded-for"]).toBe("127.0.0.1");
    for (const name of ["x-forwarded-host", "x-real-ip", "forwarded", "x-middleware-subrequest"]) {
      expect(headers[name]).toBeUndefined();
    }
  });

  it("hold the last hop that no trusted proxy made", async () => {
    await start({ trusted: trustedProxies("127.0.0.1, 10.0.0.0/8") });
    const chain = { "x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.1.2.3", "x-forwarded-proto": "https" };
    expect(await forwarded(chain)).toMatchObject({
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-proto": "https",
    });
    expect((await forwarded({ "x-forwarded-for": "nonsense" }))["x-forwarded-for"]).toBe("127.0.0.1");
    expect(() => trustedProxies("10.0.0.0/99")).toThrow('"10.0.0.0/99" is no address');
  });
});
