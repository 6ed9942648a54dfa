import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bed, effect, effects, ended, openBed, runOf, runsOf, until } from "./testing/bed";

let bed: Bed;

beforeAll(async () => {
  bed = await openBed((inngest, sql) => [
    inngest.createFunction({ id: "sleeper", triggers: { event: "sleeper" } }, async ({ step }) => {
      await step.run("before", () => effect(sql, "sleeper.before"));
      await step.sleep("nap", "5s");
      await step.sleepUntil("moment", new Date(Date.now() + 300));
      await step.run("after", () => effect(sql, "sleeper.after"));
    }),
    inngest.createFunction({ id: "later", triggers: { event: "later" } }, async () => Date.now()),
    inngest.createFunction({ id: "asker", triggers: { event: "asker" } }, async ({ event, step }) => {
      const answer = await step.waitForEvent("answer", {
        event: "answer",
        timeout: event.data.timeout,
        match: "data.id",
      });
      return answer ? answer.data.text : "no answer";
    }),
    inngest.createFunction({ id: "choosy", triggers: { event: "choosy" } }, async ({ step }) => {
      const answer = await step.waitForEvent("answer", {
        event: "number",
        timeout: "1h",
        if: "async.data.n > event.data.n && async.data.missing != 'x'",
      });
      return answer?.data.n;
    }),
    inngest.createFunction(
      {
        id: "cancellable",
        triggers: { event: "cancellable" },
        cancelOn: [
          { event: "stop", match: "data.id" },
          { event: "stop-all", if: "async.data.all == true" },
        ],
      },
      async ({ event, step }) => {
        await step.run("begin", () => effect(sql, `cancellable.${event.data.id}`));
        await step.sleep("long", event.data.sleep);
        await step.run("end", () => effect(sql, `cancellable.${event.data.id}.end`));
      },
    ),
    inngest.createFunction(
      { id: "undertaker", triggers: { event: "inngest/function.cancelled" } },
      async ({ event }) => {
        return event.data.function_id;
      },
    ),
    inngest.createFunction(
      { id: "working", triggers: { event: "working" }, cancelOn: [{ event: "stop-working" }] },
      async ({ step }) => {
        await step.run("slow", async () => {
          await effect(sql, "working.slow");
          await until(async () => (await effects(sql))["working.release"] === 1);
        });
        await step.run("next", () => effect(sql, "working.next"));
      },
    ),
  ]);
});
afterAll(() => bed.close());

const send = (name: string, data: Record<string, unknown> = {}) => bed.inngest.send({ name, data });
/** Waits until a run of the function is waiting in a step, and gives it. */
const waiting = (functionId: string, nth = 0) =>
  until(async () => {
    const run = (await runsOf(bed.url, functionId))[nth];
    const report = run && (await runOf(bed.url, run.id));
    return report?.stepList.some((step) => step.status === "waiting") && report;
  });

it("sleeps for a time and until a moment, and not shorter", async () => {
  await send("sleeper");
  const asleep = await waiting("sleeper");
  expect(asleep.nextWakeAt).not.toBeNull();
  await ended(bed.url, "sleeper");
  const [before, after] = await bed.sql<
    { at: Date }[]
  >`select at from effects where name like 'sleeper.%' order by id`;
  expect(Number(after?.at) - Number(before?.at)).toBeGreaterThanOrEqual(5_000);
});

it("starts the run of an event that is meant for later when its time has come", async () => {
  const ts = Date.now() + 1_500;
  await bed.inngest.send({ name: "later", data: {}, ts });
  const [run] = await ended(bed.url, "later");
  expect(run?.output).toBeGreaterThanOrEqual(ts);
});

it("waits for the event that matches, and only for that", async () => {
  await send("asker", { id: "a", timeout: "1h" });
  await waiting("asker");
  await send("answer", { id: "b", text: "for another" });
  await send("answer", { id: "a", text: "yes" });
  const [run] = await ended(bed.url, "asker");
  expect(run).toMatchObject({ status: "completed", output: "yes" });
});

it("goes on with null when no event came in time", async () => {
  await send("asker", { id: "c", timeout: "1s" });
  const runs = await ended(bed.url, "asker", 2);
  expect(runs[1]).toMatchObject({ status: "completed", output: "no answer" });
});

it("waits for the event that an expression over both events lets through; what is missing counts as null", async () => {
  await send("choosy", { n: 5 });
  await waiting("choosy");
  await send("number", { n: 5 });
  await send("number", { n: 6 });
  const [run] = await ended(bed.url, "choosy");
  expect(run).toMatchObject({ status: "completed", output: 6 });
});

it("cancels exactly the runs that an event matches, and tells who listens", async () => {
  for (const id of ["k", "l", "m"]) await send("cancellable", { id, sleep: id === "l" ? "5s" : "1h" });
  for (const nth of [0, 1, 2]) await waiting("cancellable", nth);
  await send("stop-all", { all: "true" });
  await send("stop", { id: "k" });
  const runs = await ended(bed.url, "cancellable", 2);
  expect(runs.map((run) => run.status)).toEqual(["cancelled", "completed", "running"]);
  expect(runs[0]?.problem).toContain("Cancelled by the event stop");
  await send("stop-all", { all: true });
  expect((await ended(bed.url, "cancellable", 3))[2]?.status).toBe("cancelled");
  const told = await ended(bed.url, "undertaker", 2);
  expect(told.map((run) => run.output)).toEqual(["eios-cancellable", "eios-cancellable"]);
  expect((await effects(bed.sql))["cancellable.k.end"]).toBeUndefined();
});

it("cancels by an event sent right behind the one that starts the run", async () => {
  await bed.inngest.send([
    { name: "cancellable", data: { id: "n", sleep: "1h" } },
    { name: "stop", data: { id: "n" } },
  ]);
  const runs = await ended(bed.url, "cancellable", 4);
  expect(runs[3]).toMatchObject({ status: "cancelled" });
});

it("cancels a run whose step is under way: nothing of it runs afterwards", async () => {
  await send("working");
  await until(async () => (await effects(bed.sql))["working.slow"] === 1);
  await send("stop-working");
  const [run] = await ended(bed.url, "working");
  expect(run?.status).toBe("cancelled");
  await effect(bed.sql, "working.release");
  await until(
    async () => (await bed.sql`select from jobs.queue where run_id = ${run?.id ?? ""}`).length === 0,
  );
  await send("plain-marker");
  expect((await runOf(bed.url, run?.id ?? "")).status).toBe("cancelled");
  expect((await effects(bed.sql))["working.next"]).toBeUndefined();
});
