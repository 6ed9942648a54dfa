import {
  type FailureEventArgs,
  type GetStepTools,
  type Inngest,
  NonRetriableError,
  RetryAfterError,
} from "inngest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bed, effect, effects, ended, openBed, runsOf, until } from "./testing/bed";

let bed: Bed;

beforeAll(async () => {
  bed = await openBed((inngest, sql) => {
    const adder = inngest.createFunction(
      { id: "adder", retries: 0, triggers: { event: "add" } },
      async ({ event }) => {
        if (typeof event.data.a !== "number") throw new NonRetriableError("no number");
        return event.data.a + event.data.b;
      },
    );
    return [
      adder,
      inngest.createFunction({ id: "chain", triggers: { event: "chain" } }, async ({ event, step }) => {
        const a = await step.run("a", async () => {
          await effect(sql, "chain.a");
          return { text: "zero \u0000 and a lone \ud800", amount: 1.5 };
        });
        const b = await step.run("b", async () => {
          await effect(sql, "chain.b");
          return [a.amount, null];
        });
        return { a, b, x: event.data.x };
      }),
      inngest.createFunction({ id: "plain", triggers: { event: "plain" } }, async () => "no steps"),
      inngest.createFunction({ id: "parallel", triggers: { event: "parallel" } }, async ({ step }) => {
        const names = Array.from({ length: 12 }, (_, n) => `p${n}`);
        const results = await Promise.all(
          names.map((name) =>
            step.run(name, async () => {
              await effect(sql, `parallel.${name}`);
              return name;
            }),
          ),
        );
        const last = await step.run("last", async () => {
          await effect(sql, "parallel.last");
          return results.length;
        });
        return last;
      }),
      inngest.createFunction(
        { id: "stubborn", triggers: { event: "stubborn" }, optimizeParallelism: false },
        async ({ step }) => {
          const chain = async (name: string) => {
            await step.run(`${name}1`, () => effect(sql, `stubborn.${name}1`));
            await step.run(`${name}2`, () => effect(sql, `stubborn.${name}2`));
          };
          await Promise.all(["x", "y", "z"].map(chain));
          return "all";
        },
      ),
      inngest.createFunction({ id: "race", triggers: { event: "race" } }, async ({ step, group }) => {
        const winner = await group.parallel(() =>
          Promise.race([step.run("quick", () => "quick"), step.sleep("slow", "1h").then(() => "slow")]),
        );
        await step.run("after", () => effect(sql, `race.${winner}`));
        return winner;
      }),
      inngest.createFunction(
        { id: "retries", retries: 3, triggers: { event: "retries" } },
        async ({ step, attempt }) => {
          await step.run("before", () => effect(sql, "retries.before"));
          return await step.run("flaky", async () => {
            await effect(sql, "retries.flaky", String(attempt));
            if (attempt < 3) throw new Error(`attempt ${attempt} fails`);
            return attempt;
          });
        },
      ),
      inngest.createFunction(
        { id: "exhausted", retries: 2, triggers: { event: "exhausted" } },
        async ({ step }) => {
          const caught = await step
            .run("doomed", async () => {
              await effect(sql, "exhausted.doomed");
              throw new TypeError("never");
            })
            .catch((error: Error) => error.message);
          await step.run("goes on", () => effect(sql, "exhausted.goes-on"));
          return caught;
        },
      ),
      inngest.createFunction(
        {
          id: "final",
          triggers: { event: "final" },
          onFailure: async ({ event, error, step }: FailureEventArgs & { step: GetStepTools<Inngest> }) => {
            await step.run("note", () =>
              effect(sql, "final.failed", `${error.message} ${event.data.event.data.n}`),
            );
          },
        },
        async ({ step }) => {
          await step.run("no", async () => {
            await effect(sql, "final.no");
            throw new NonRetriableError("for good");
          });
        },
      ),
      inngest.createFunction(
        { id: "function-error", retries: 1, triggers: { event: "function-error" } },
        async () => {
          await effect(sql, "function-error");
          throw new Error("outside any step");
        },
      ),
      inngest.createFunction(
        { id: "patient", retries: 1, triggers: { event: "patient" } },
        async ({ step, attempt }) => {
          await step.run("later", async () => {
            await effect(sql, "patient");
            if (attempt === 0) throw new RetryAfterError("later please", 1_000);
          });
        },
      ),
      inngest.createFunction({ id: "parent", triggers: { event: "parent" } }, async ({ step }) => {
        const sum = await step.invoke("add", { function: adder, data: { a: 2, b: 3 } });
        const failed = await step
          .invoke("bad", { function: adder, data: { a: "x" } })
          .catch((error: Error) => error.message);
        return { sum, failed };
      }),
      inngest.createFunction({ id: "sender", triggers: { event: "sender" } }, async ({ step }) => {
        await step.sendEvent("send", [
          { name: "sent", data: { n: 1 } },
          { name: "sent", data: { n: 2 } },
        ]);
      }),
      inngest.createFunction(
        { id: "receiver", triggers: { event: "sent", if: "event.data.n > 1" } },
        async ({ event }) => {
          return event.data.n;
        },
      ),
      inngest.createFunction({ id: "large", triggers: { event: "large" } }, async ({ step, event }) => {
        const sizes: number[] = [];
        for (let n = 0; n < 2; n++) {
          const text = await step.run(`big ${n}`, () => "ä".repeat(600_000));
          sizes.push(text.length);
          await step.sleep(`pause ${n}`, 1);
        }
        return { sizes, from: event.data.from };
      }),
      inngest.createFunction({ id: "odd", triggers: { event: "odd" } }, async ({ step }) => {
        await step.waitForSignal("signal", { signal: "x", timeout: "1m" });
      }),
    ];
  });
});
afterAll(() => bed.close());

const send = (name: string, data: Record<string, unknown> = {}) => bed.inngest.send({ name, data });

it("runs a function for an event, each step once, and keeps what they return to the letter", async () => {
  const { ids } = await send("chain", { x: "ß" });
  const [run] = await ended(bed.url, "chain");
  expect(run).toMatchObject({ status: "completed", event: "chain", steps: 2, error: null });
  expect(run?.output).toEqual({
    a: { text: "zero \u0000 and a lone \ud800", amount: 1.5 },
    b: [1.5, null],
    x: "ß",
  });
  expect(run?.events).toMatchObject([{ id: ids[0], name: "chain", data: { x: "ß" } }]);
  expect(await effects(bed.sql)).toMatchObject({ "chain.a": 1, "chain.b": 1 });
});

it("runs a function without steps", async () => {
  await send("plain");
  const [run] = await ended(bed.url, "plain");
  expect(run).toMatchObject({ status: "completed", output: "no steps" });
});

it("runs parallel steps once each, and then goes on", async () => {
  await send("parallel");
  const [run] = await ended(bed.url, "parallel");
  expect(run).toMatchObject({ status: "completed", output: 12, steps: 13 });
  const done = await effects(bed.sql);
  for (let n = 0; n < 12; n++) expect(done[`parallel.p${n}`]).toBe(1);
  expect(done["parallel.last"]).toBe(1);
});

it("runs parallel chains once each where the app wants to be called after every step", async () => {
  await send("stubborn");
  const [run] = await ended(bed.url, "stubborn");
  expect(run).toMatchObject({ status: "completed", output: "all" });
  const done = await effects(bed.sql);
  for (const name of ["x1", "x2", "y1", "y2", "z1", "z2"]) expect(done[`stubborn.${name}`]).toBe(1);
});

it("lets the first of racing steps go on without the others", async () => {
  await send("race");
  const run = await until(async () => (await runsOf(bed.url, "race")).find((r) => r.steps === 3));
  expect(run?.status).toBe("running");
  await until(async () => (await effects(bed.sql))["race.quick"] === 1);
});

it("retries a step with growing pauses until it succeeds, and no other", async () => {
  await send("retries");
  const [run] = await ended(bed.url, "retries");
  expect(run).toMatchObject({ status: "completed", output: 3 });
  const tries = await bed.sql<
    { note: string; at: Date }[]
  >`select note, at from effects where name = 'retries.flaky' order by id`;
  expect(tries.map((t) => t.note)).toEqual(["0", "1", "2", "3"]);
  const pauses = tries.slice(1).map((t, n) => Number(t.at) - Number(tries[n]?.at));
  // 40, 160 and 640 ms, each with a quarter of jitter either way.
  expect(pauses[0]).toBeGreaterThanOrEqual(30);
  expect(pauses[1]).toBeGreaterThanOrEqual(120);
  expect(pauses[2]).toBeGreaterThanOrEqual(480);
  expect((await effects(bed.sql))["retries.before"]).toBe(1);
});

it("gives a step up after its retries, and the function may go on", async () => {
  await send("exhausted");
  const [run] = await ended(bed.url, "exhausted");
  expect(run).toMatchObject({ status: "completed", output: "never" });
  expect(await effects(bed.sql)).toMatchObject({ "exhausted.doomed": 3, "exhausted.goes-on": 1 });
});

it("does not retry what is not retriable, fails the run and calls onFailure with the event and the error", async () => {
  await send("final", { n: 7 });
  const [run] = await ended(bed.url, "final");
  expect(run).toMatchObject({ status: "failed", problem: "for good" });
  const [failure] = await ended(bed.url, "final-failure");
  expect(failure).toMatchObject({ status: "completed", event: "inngest/function.failed" });
  const notes = await bed.sql`select note from effects where name = 'final.failed'`;
  expect(notes).toEqual([{ note: "for good 7" }]);
  expect((await effects(bed.sql))["final.no"]).toBe(1);
});

it("retries a function that fails outside its steps, then fails the run", async () => {
  await send("function-error");
  const [run] = await ended(bed.url, "function-error");
  expect(run).toMatchObject({ status: "failed", problem: "outside any step" });
  expect((await effects(bed.sql))["function-error"]).toBe(2);
});

it("waits as long as a step asks before it retries", async () => {
  await send("patient");
  await ended(bed.url, "patient");
  const [first, second] = await bed.sql<
    { at: Date }[]
  >`select at from effects where name = 'patient' order by id`;
  expect(Number(second?.at) - Number(first?.at)).toBeGreaterThanOrEqual(990);
});

it("invokes other functions, and hands over their results and their errors", async () => {
  await send("parent");
  const [run] = await ended(bed.url, "parent");
  expect(run).toMatchObject({ status: "completed", output: { sum: 5, failed: "no number" } });
});

it("sends events from a step, and starts only what their condition lets through", async () => {
  await send("sender");
  const [run] = await ended(bed.url, "receiver");
  expect(run).toMatchObject({ status: "completed", output: 2 });
  await ended(bed.url, "sender");
  expect(await runsOf(bed.url, "receiver")).toHaveLength(1);
});

it("lets the app fetch the state of a run that is too large to be sent along", async () => {
  await send("large", { from: "event" });
  const [run] = await ended(bed.url, "large");
  expect(run).toMatchObject({ status: "completed", output: { sizes: [6e5, 6e5], from: "event" } });
});

it("fails a run that uses what is not honoured, and names it", async () => {
  await send("odd");
  const [run] = await ended(bed.url, "odd");
  expect(run?.status).toBe("failed");
  expect(run?.problem).toContain('The step "signal" uses "WaitForSignal"');
});
