import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { LONGEST_WAIT, spacing } from "../policy";
import { awaitTurn } from "./mutations";

const look = <T extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  asSystem("tests look at the pace", async (tx) => (await tx.execute<T>(query))[0]!);

describe("turns at a provider", () => {
  it("are a step apart, however many ask for them at once", async () => {
    const provider = { name: "pace-test", callsPerSecond: 200 };
    const { began } = await look<{ began: number }>(
      sql`select extract(epoch from clock_timestamp())::float8 as began`,
    );
    const asked = await Promise.all(Array.from({ length: 40 }, () => awaitTurn(provider)));
    expect(asked).toEqual(Array(40).fill(null));
    const { next } = await look<{ next: number }>(sql`
      select extract(epoch from next_at)::float8 as next from provider_pace where provider = ${provider.name}`);
    expect(next - began).toBeGreaterThanOrEqual(40 * spacing(provider));
  });

  it("that were missed are caught up, and no second holds one call too many", async () => {
    const provider = { name: "pace-late", callsPerSecond: 20 };
    const at: number[] = [];
    const calls = Array.from({ length: 50 }, async () => {
      await awaitTurn(provider);
      at.push(performance.now());
    });
    while (at.length < 30) await new Promise((resolve) => setTimeout(resolve, 5));
    // The process does something else for three turns.
    const until = performance.now() + 3_000 * spacing(provider);
    while (performance.now() < until);
    await Promise.all(calls);
    const steps = (apart: number) => at.slice(apart).map((moment, n) => moment - at[n]!);
    expect(Math.min(...steps(1).slice(30))).toBeLessThan(500 * spacing(provider));
    expect(Math.min(...steps(provider.callsPerSecond))).toBeGreaterThanOrEqual(1_000);
  });

  it("that lie too far ahead are nobody's, and nobody moves them further", async () => {
    const provider = { name: "pace-far", callsPerSecond: 1 };
    const far = sql`select extract(epoch from next_at)::float8 as next from provider_pace where provider = ${provider.name}`;
    await look(sql`
      insert into provider_pace (provider, next_at)
      values (${provider.name}, clock_timestamp() + ${LONGEST_WAIT + 60} * interval '1 second') returning 1`);
    const before = await look<{ next: number }>(far);
    const asked = await Promise.all([awaitTurn(provider), awaitTurn(provider), awaitTurn(provider)]);
    expect(asked.every((seconds) => seconds !== null && seconds > 0)).toBe(true);
    expect(await look(far)).toEqual(before);
  });
});
