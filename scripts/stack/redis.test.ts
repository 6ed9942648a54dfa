import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Listening } from "./http";
import { startRedis } from "./redis";

let server: Listening;
let redis: Redis;
let now = 1_800_000_000_000;

beforeAll(async () => {
  server = await startRedis({ port: 0, token: "secret", now: () => now });
  redis = new Redis({ url: server.url, token: "secret", retry: false, enableTelemetry: false });
});
afterAll(() => server.close());
beforeEach(() => redis.flushall());

describe("strings", () => {
  it("keep any text and any JSON, byte for byte", async () => {
    await redis.set("text", "Zoë & Łukasz 💐 OK");
    await redis.set("json", { table: 7, names: ["Ana"] });
    await redis.set("status", "OK");
    expect(await redis.mget("text", "json", "status", "nothing")).toEqual([
      "Zoë & Łukasz 💐 OK",
      { table: 7, names: ["Ana"] },
      "OK",
      null,
    ]);
  });

  it("are set only if absent or only if present, and answer the old one", async () => {
    expect(await redis.set("key", "a", { xx: true })).toBeNull();
    expect(await redis.set("key", "a", { nx: true })).toBe("OK");
    expect(await redis.set("key", "b", { nx: true })).toBeNull();
    expect(await redis.set("key", "c", { get: true })).toBe("a");
    expect(await redis.getdel("key")).toBe("c");
    expect(await redis.exists("key")).toBe(0);
  });

  it("count up and down, and refuse what is no number", async () => {
    expect(await redis.incr("n")).toBe(1);
    expect(await redis.incrby("n", 9)).toBe(10);
    expect(await redis.decr("n")).toBe(9);
    await redis.set("word", "nine");
    await expect(redis.incr("word")).rejects.toThrow("ERR value is not an integer or out of range");
  });
});

describe("time to live", () => {
  it("ends a key at its millisecond and not before", async () => {
    await redis.set("key", "v", { px: 1_500 });
    expect(await redis.pttl("key")).toBe(1_500);
    now += 1_499;
    expect(await redis.get("key")).toBe("v");
    now += 1;
    expect(await redis.get("key")).toBeNull();
    expect(await redis.ttl("key")).toBe(-2);
  });

  it("is kept by KEEPTTL and INCR, and lost by SET", async () => {
    await redis.set("key", 1, { ex: 60 });
    await redis.incr("key");
    await redis.set("key", 5, { keepTtl: true });
    expect(await redis.ttl("key")).toBe(60);
    await redis.set("key", 6);
    expect(await redis.ttl("key")).toBe(-1);
  });

  it("honours NX, so that the first of a window's requests sets its end", async () => {
    await redis.incr("window");
    expect(await redis.expire("window", 60, "NX")).toBe(1);
    expect(await redis.expire("window", 90, "NX")).toBe(0);
    expect(await redis.ttl("window")).toBe(60);
    await redis.persist("window");
    expect(await redis.ttl("window")).toBe(-1);
  });
});

describe("collections", () => {
  it("keep hashes", async () => {
    expect(await redis.hset("guest", { name: "Ana", seats: 2 })).toBe(2);
    expect(await redis.hincrby("guest", "seats", 3)).toBe(5);
    expect(await redis.hgetall("guest")).toEqual({ name: "Ana", seats: 5 });
    expect(await redis.hget("guest", "name")).toBe("Ana");
    expect(await redis.hdel("guest", "name", "seats")).toBe(2);
    expect(await redis.exists("guest")).toBe(0);
  });

  it("keep sets", async () => {
    expect(await redis.sadd("tags", "family", "friends", "family")).toBe(2);
    expect(await redis.srem("tags", "family")).toBe(1);
    expect(await redis.smembers("tags")).toEqual(["friends"]);
    expect(await redis.sismember("tags", "friends")).toBe(1);
  });

  it("keep sorted sets, as a sliding window uses them", async () => {
    await redis.zadd("hits", { score: 3, member: "c" }, { score: 1, member: "a" }, { score: 2, member: "b" });
    expect(await redis.zrange("hits", 0, -1)).toEqual(["a", "b", "c"]);
    expect(await redis.zrange("hits", 0, -1, { rev: true, withScores: true })).toEqual([
      "c",
      3,
      "b",
      2,
      "a",
      1,
    ]);
    expect(await redis.zrange("hits", 2, "+inf", { byScore: true })).toEqual(["b", "c"]);
    expect(await redis.zremrangebyscore("hits", "-inf", "(3")).toBe(2);
    expect(await redis.zcard("hits")).toBe(1);
  });

  it("refuse a command for another kind of value", async () => {
    await redis.sadd("tags", "family");
    await expect(redis.get("tags")).rejects.toThrow("WRONGTYPE");
  });
});

describe("the protocol", () => {
  it("runs a pipeline, and an error in it stops none of the others", async () => {
    await redis.set("word", "nine");
    const answers = await redis.pipeline().set("a", 1).incr("word").get("a").exec({ keepErrors: true });
    expect(answers.map(({ result, error }) => error ?? result)).toEqual([
      "OK",
      "ERR value is not an integer or out of range",
      1,
    ]);
  });

  it("runs a transaction, and answers without base64 too", async () => {
    expect(await redis.multi().incr("n").pexpire("n", 500).pttl("n").exec()).toEqual([1, 1, 500]);
    const plain = new Redis({ url: server.url, token: "secret", responseEncoding: false });
    await plain.set("city", "Łódź");
    expect(await plain.get("city")).toBe("Łódź");
  });

  it("answers Redis' own words to what it does not know or is wrongly called", async () => {
    await expect(redis.eval("return 1", [], [])).rejects.toThrow("ERR unknown command 'eval'");
    await expect(redis.exec(["get"])).rejects.toThrow("ERR wrong number of arguments for 'get' command");
    await expect(redis.exec(["set", "a", "b", "SOON"])).rejects.toThrow("ERR syntax error");
  });

  it("refuses a wrong token, and a Host that is not this machine's", async () => {
    const stranger = new Redis({ url: server.url, token: "guess", retry: false });
    await expect(stranger.get("a")).rejects.toThrow("WRONGPASS");
    const { request } = await import("node:http");
    const status = await new Promise((resolve) =>
      request(server.url, { method: "POST", headers: { host: "evil.example" } }, (res) =>
        resolve(res.statusCode),
      ).end(),
    );
    expect(status).toBe(421);
  });
});
