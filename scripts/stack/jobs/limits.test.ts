import { afterAll, beforeAll, expect, it } from "vitest";
import { startJobs } from "./server";
import { type Bed, effect, effects, ended, openBed, runsOf, until } from "./testing/bed";

let bed: Bed;
let second: Awaited<ReturnType<typeof startJobs>>;

/** The most steps of a name that were ever under way together. */
async function most(prefix: string): Promise<number> {
  const rows = await bed.sql<{ name: string }[]>`
    select name from effects where name like ${`${prefix}.%`} order by id`;
  let now = 0;
  let peak = 0;
  for (const { name } of rows) {
    now += name.endsWith(".in") ? 1 : -1;
    peak = Math.max(peak, now);
  }
  return peak;
}

beforeAll(async () => {
  bed = await openBed((inngest, sql) => {
    // The first steps stay until as many as the limit allows are there: fewer would never be enough.
    const busy = async (name: string, together = 1) => {
      await effect(sql, `${name}.in`);
      await until(async () => ((await effects(sql))[`${name}.in`] ?? 0) >= together);
      await new Promise((resolve) => setTimeout(resolve, 15));
      await effect(sql, `${name}.out`);
    };
    return [
      inngest.createFunction(
        { id: "narrow", concurrency: 3, triggers: { event: "narrow" }, checkpointing: false },
        async ({ step }) => {
          await step.run("one", () => busy("narrow", 3));
          await Promise.all([
            step.run("two", () => busy("narrow", 3)),
            step.run("three", () => busy("narrow", 3)),
          ]);
        },
      ),
      inngest.createFunction(
        {
          id: "keyed",
          concurrency: [{ limit: 1, key: "event.data.org" }, { limit: 3 }],
          triggers: { event: "keyed" },
        },
        async ({ event, step }) => {
          await step.run("work", async () => {
            await effect(sql, "keyed.in");
            await until(async () => ((await effects(sql))["keyed.in"] ?? 0) >= 3);
            await busy(`org-${event.data.org}`);
            await effect(sql, "keyed.out");
          });
        },
      ),
      ...["left", "right"].map((id) =>
        inngest.createFunction(
          {
            id,
            concurrency: { limit: 2, key: '"provider"', scope: "account" },
            triggers: { event: "shared" },
          },
          async ({ step }) => {
            await step.run("work", () => busy("shared", 2));
          },
        ),
      ),
      inngest.createFunction(
        { id: "throttled", throttle: { limit: 5, period: "1s" }, triggers: { event: "throttled" } },
        async () => effect(sql, "throttled"),
      ),
      inngest.createFunction(
        {
          id: "burst",
          throttle: { limit: 1, period: "1h", burst: 2, key: "event.data.k" },
          triggers: { event: "burst" },
        },
        async ({ event }) => effect(sql, `burst.${event.data.k}`),
      ),
      inngest.createFunction(
        { id: "once", idempotency: "event.data.cart + '-' + event.data.user", triggers: { event: "once" } },
        async () => effect(sql, "once"),
      ),
      inngest.createFunction(
        {
          id: "rated",
          rateLimit: { limit: 2, period: "1h", key: "event.data.k" },
          triggers: { event: "rated" },
        },
        async () => effect(sql, "rated"),
      ),
      inngest.createFunction(
        {
          id: "debounced",
          debounce: { period: "3s", key: "event.data.k" },
          triggers: { event: "debounced" },
        },
        async ({ event }) => event.data.n,
      ),
      inngest.createFunction(
        {
          id: "batched",
          batchEvents: { maxSize: 3, timeout: "3s", key: "event.data.k" },
          triggers: { event: "batched" },
        },
        async ({ events }) => (events as { data: { n: number } }[]).map((event) => event.data.n),
      ),
      inngest.createFunction(
        {
          id: "ranked",
          concurrency: 1,
          priority: { run: "event.data.vip ? 600 : 0" },
          triggers: { event: "ranked" },
        },
        async ({ event }) => {
          if (event.data.n === 0) await until(async () => (await effects(sql))["ranked.go"] === 1);
          await effect(sql, "ranked", String(event.data.n));
        },
      ),
    ];
  });
  second = await startJobs({ ...bed.settings, port: 0 });
});
afterAll(async () => {
  await second.close();
  await bed.close();
});

const many = (name: string, count: number, data: (n: number) => Record<string, unknown> = () => ({})) =>
  bed.inngest.send(Array.from({ length: count }, (_, n) => ({ name, data: data(n) })));

it("never runs more steps of a function at once than its concurrency, with two executors, and uses all of it", async () => {
  await many("narrow", 12);
  const runs = await ended(bed.url, "narrow", 12);
  expect(runs.every((run) => run.status === "completed")).toBe(true);
  expect((await effects(bed.sql))["narrow.in"]).toBe(36);
  expect(await most("narrow")).toBe(3);
});

it("holds a limit per key and one for the function at the same time", async () => {
  await many("keyed", 20, (n) => ({ org: n % 5 }));
  await ended(bed.url, "keyed", 20);
  for (let org = 0; org < 5; org++) expect(await most(`org-${org}`)).toBe(1);
  expect(await most("keyed")).toBe(3);
});

it("shares a limit of the account between functions", async () => {
  await many("shared", 8);
  await ended(bed.url, "left", 8);
  await ended(bed.url, "right", 8);
  expect(await most("shared")).toBe(2);
});

it("starts runs no faster than the throttle, and loses none", async () => {
  await many("throttled", 12);
  await ended(bed.url, "throttled", 12);
  // Five a second, evenly: the twelfth may start 2.2 s after the first at the earliest.
  const [span] = await bed.sql<{ ms: number }[]>`
    select (extract(epoch from max(started_at) - min(queued_at)) * 1000)::float8 as ms from jobs.runs
    where function_id = 'eios-throttled'`;
  expect(span?.ms).toBeGreaterThanOrEqual(2_200);
  expect((await effects(bed.sql)).throttled).toBe(12);
});

it("lets a burst through and holds the rest, each key by itself", async () => {
  await many("burst", 8, (n) => ({ k: n % 2 ? "odd" : "even" }));
  await until(async () => {
    const done = await effects(bed.sql);
    return done["burst.odd"] === 2 && done["burst.even"] === 2;
  });
  const runs = await until(async () => {
    const all = await runsOf(bed.url, "burst");
    return all.length === 8 && all;
  });
  expect(runs.filter((run) => run.status === "queued")).toHaveLength(4);
});

it("starts one run for each idempotency key in a day", async () => {
  await many("once", 6, (n) => ({ cart: "c", user: `u${n % 2}` }));
  await ended(bed.url, "once", 2);
  await many("once", 2, (n) => ({ cart: "c", user: `u${n}` }));
  await until(async () => (await bed.sql`select from jobs.events where not routed`).length === 0);
  expect((await effects(bed.sql)).once).toBe(2);
  await bed.sql`update jobs.keys set expires_at = now() - interval '1 s' where scope = 'fn:eios-once' and key = 'c-u1'`;
  await many("once", 2, (n) => ({ cart: "c", user: `u${n}` }));
  await ended(bed.url, "once", 3);
  expect((await effects(bed.sql)).once).toBe(3);
});

it("drops the events beyond a rate limit, each key by itself", async () => {
  await many("rated", 10, (n) => ({ k: n % 2 }));
  await ended(bed.url, "rated", 4);
  await until(async () => (await bed.sql`select from jobs.events where not routed`).length === 0);
  expect(await runsOf(bed.url, "rated")).toHaveLength(4);
});

it("starts one run with the latest of a row of events, each key by itself", async () => {
  for (const n of [1, 2, 3]) await many("debounced", 2, (k) => ({ k, n: n * 10 + k }));
  const runs = await ended(bed.url, "debounced", 2);
  expect(runs.map((run) => run.output).sort()).toEqual([30, 31]);
});

it("gathers events into batches that are full or whose time is over, and loses none", async () => {
  await many("batched", 7, (n) => ({ k: "a", n }));
  await many("batched", 1, () => ({ k: "b", n: 9 }));
  const runs = await ended(bed.url, "batched", 4);
  const outputs = runs.map((run) => JSON.stringify(run.output)).sort();
  expect(outputs).toEqual(["[0,1,2]", "[3,4,5]", "[6]", "[9]"]);
});

it("starts runs of a higher priority before others that wait longer", async () => {
  await many("ranked", 1, () => ({ n: 0, vip: false }));
  await until(async () => (await runsOf(bed.url, "ranked")).some((run) => run.status === "running"));
  await many("ranked", 4, (n) => ({ n: n + 1, vip: n === 3 }));
  await until(async () => (await runsOf(bed.url, "ranked")).length === 5);
  await effect(bed.sql, "ranked.go");
  await ended(bed.url, "ranked", 5);
  const order = await bed.sql<{ note: string }[]>`select note from effects where name = 'ranked' order by id`;
  expect(order.map((row) => row.note)).toEqual(["0", "4", "1", "2", "3"]);
});
