import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Listening } from "@/scripts/stack/http";
import { startRedis } from "@/scripts/stack/redis";
import { limit } from "./limit";
import { AppError } from "./problem";

const MINUTE = 60_000;
/** RATE_LIMIT_SCALE of the tests is 1,000: this many a minute come out. */
const perMinute = (requests: number) => requests / 1_000;

/** Asks at even distances and says when it was let through, in minutes from `start`. */
async function load(actor: string, allowed: number, asked: number, minutes: number, start: number) {
  const admitted: number[] = [];
  for (let n = 0; n < asked * minutes; n++) {
    const now = start + Math.floor((n * MINUTE) / asked);
    const passed = await limit(actor, "test", perMinute(allowed), now).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AppError && error.code === "rate_limited") return false;
        throw error;
      },
    );
    if (passed) admitted.push((now - start) / MINUTE);
  }
  return admitted;
}

const start = 29_000_000 * MINUTE;

/** What every sliding minute let through is at most the limit, and every whole minute is within 2 % of it. */
async function holds(actor: string) {
  const allowed = 50;
  const admitted = await load(actor, allowed, allowed * 10, 3, start);
  for (let minute = 0; minute < 3; minute++) {
    const within = admitted.filter((at) => at >= minute && at < minute + 1).length;
    expect(within, `minute ${minute}`).toBeGreaterThanOrEqual(allowed * 0.98);
    expect(within, `minute ${minute}`).toBeLessThanOrEqual(allowed * 1.02);
  }
}

describe("the limit", () => {
  let server: Listening;
  beforeAll(async () => {
    server = await startRedis({ port: 0, token: "test" });
    process.env.UPSTASH_REDIS_REST_URL = server.url;
  });
  afterAll(() => server.close());

  it("is exact within 2 % at ten times the load, counted in Redis", () => holds("counted"));

  it("says how long to wait and what is left, and one actor's use is not another's", async () => {
    const at = start + 15_000;
    expect(await limit("ada", "test", perMinute(2), at)).toEqual({
      limit: 2,
      remaining: 1,
      resetSeconds: 45,
    });
    expect(await limit("ada", "test", perMinute(2), at)).toMatchObject({ remaining: 0 });
    await expect(limit("ada", "test", perMinute(2), at)).rejects.toMatchObject({
      code: "rate_limited",
      more: { retryAfter: 45, meta: { limit: 2 } },
    });
    expect(await limit("ben", "test", perMinute(2), at)).toMatchObject({ remaining: 1 });
  });

  it("lets exactly as many of 40 at once through as it allows", async () => {
    const asked = Array.from({ length: 40 }, () => limit("burst", "test", perMinute(8), start));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(8);
  });

  it("goes on in the process, as exactly, when Redis is away", async () => {
    await server.close();
    await holds("in-process");
  });
});
