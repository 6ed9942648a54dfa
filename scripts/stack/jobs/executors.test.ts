import { afterAll, beforeAll, expect, it } from "vitest";
import { startJobs } from "./server";
import { type Bed, effect, effects, ended, openBed, runsOf, until } from "./testing/bed";

let bed: Bed;
let second: Awaited<ReturnType<typeof startJobs>>;

beforeAll(async () => {
  bed = await openBed((inngest, sql) => [
    inngest.createFunction({ id: "pulse", triggers: { cron: "* * * * * *" } }, async ({ event }) => {
      await effect(sql, "pulse", event.id);
    }),
    inngest.createFunction(
      { id: "nightly", triggers: [{ cron: "TZ=Europe/Paris 30 2 * * *" }, { event: "nightly" }] },
      async ({ event }) => event.name,
    ),
    inngest.createFunction({ id: "slow", triggers: { event: "slow" } }, async ({ step }) => {
      await Promise.all(
        ["a", "b", "c"].map((name) =>
          step.run(name, async () => {
            await effect(sql, `slow.${name}`);
            await until(async () => (await effects(sql)).release === 1);
          }),
        ),
      );
    }),
    inngest.createFunction({ id: "quick", triggers: { event: "quick" } }, async ({ step }) => {
      await step.run("one", () => effect(sql, "quick"));
    }),
  ]);
  second = await startJobs({ ...bed.settings, port: 0 });
});
afterAll(async () => {
  await second.close();
  await bed.close();
});

it("runs each cron tick exactly once with two executors", async () => {
  const ticks = await until(async () => {
    const rows = await bed.sql<{ tick: Date; run_id: string }[]>`
      select tick, run_id from jobs.ticks where function_id = 'eios-pulse' order by tick`;
    return rows.length >= 8 && rows;
  });
  const runs = await until(async () => {
    const rows = await bed.sql<{ id: string }[]>`
      select id from jobs.runs where function_id = 'eios-pulse' and id = any(${ticks.map((t) => t.run_id)}::uuid[])
        and status = 'completed'`;
    return rows.length === ticks.length && rows;
  });
  expect(new Set(runs.map((run) => run.id)).size).toBe(ticks.length);
  const events = await bed.sql<{ n: number }[]>`
    select count(*)::int as n from effects where name = 'pulse' group by note order by n desc limit 1`;
  expect(events).toEqual([{ n: 1 }]);
  const seconds = new Set(ticks.map((t) => Number(t.tick) / 1_000));
  expect(seconds.size).toBe(ticks.length);
  expect([...seconds].every(Number.isInteger)).toBe(true);
});

it("runs only the latest of the ticks that were missed, at its time in the zone it names", async () => {
  await bed.sql`update jobs.crons set next_at = next_at - interval '5 days' where function_id = 'eios-nightly'`;
  const [run] = await ended(bed.url, "nightly");
  expect(run).toMatchObject({ status: "completed", output: "inngest/scheduled.timer" });
  const [tick] = await bed.sql<{ tick: Date; local: string }[]>`
    select tick, to_char(tick at time zone 'Europe/Paris', 'HH24:MI:SS') as local from jobs.ticks
    where function_id = 'eios-nightly'`;
  expect(tick?.local).toBe("02:30:00");
  expect(Date.now() - Number(tick?.tick)).toBeLessThan(25 * 3_600_000);
  const [next] = await bed.sql<{ next_at: Date }[]>`
    select next_at from jobs.crons where function_id = 'eios-nightly'`;
  expect(Number(next?.next_at)).toBeGreaterThan(Date.now());
  expect(await runsOf(bed.url, "nightly")).toHaveLength(1);
});

it("never makes one call twice at the same time, even when the answer takes longer than a lease", async () => {
  const impatient = await startJobs({ ...bed.settings, port: 0, leaseMs: 1_500 });
  try {
    await bed.inngest.send({ name: "slow" });
    await until(
      async () => Object.keys(await effects(bed.sql)).filter((name) => name.startsWith("slow.")).length === 3,
    );
    const [{ now } = { now: new Date() }] = await bed.sql<{ now: Date }[]>`select now()`;
    await until(
      async () => (await bed.sql`select where now() > ${now}::timestamptz + interval '4 s'`).length === 1,
    );
    await effect(bed.sql, "release");
    const [run] = await ended(bed.url, "slow");
    expect(run?.status).toBe("completed");
    expect(await effects(bed.sql)).toMatchObject({ "slow.a": 1, "slow.b": 1, "slow.c": 1 });
  } finally {
    await impatient.close();
  }
});

it("shares the work of many runs between executors, each step once", async () => {
  await bed.inngest.send(Array.from({ length: 30 }, () => ({ name: "quick" })));
  await ended(bed.url, "quick", 30);
  expect((await effects(bed.sql)).quick).toBe(30);
});
