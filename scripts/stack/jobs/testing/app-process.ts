import type { Inngest } from "inngest";
import postgres from "postgres";
import { clientOf, effect, serveApp } from "./bed";
import type { AppOptions } from "./victim";

/**
 * A function with all that a kill can hit: steps in a row, parallel ones, a sleep; nine steps in all. Every execution
 * of a step is an effect with a token of its own, and the step returns its token: the output tells which one counted.
 */
function journey(inngest: Inngest, sql: postgres.Sql) {
  return inngest.createFunction(
    { id: "journey", triggers: { event: "journey" }, concurrency: 6, retries: 4 },
    async ({ event, step }) => {
      const work = (name: string) =>
        step.run(name, async () => {
          const token = crypto.randomUUID();
          await effect(sql, `${event.data.n}.${name}`, token);
          await new Promise((resolve) => setTimeout(resolve, 20));
          return token;
        });
      const tokens = [await work("one"), await work("two")];
      await step.sleep("nap", "1s");
      tokens.push(...(await Promise.all(["p1", "p2", "p3", "p4"].map(work))));
      tokens.push(await work("three"), await work("four"));
      return tokens;
    },
  );
}

const { port, jobsUrl, databaseUrl } = JSON.parse(process.argv[2] ?? "{}") as AppOptions;
const inngest = clientOf(jobsUrl);
const sql = postgres(databaseUrl, { max: 4, backoff: () => 0.1, onnotice: () => {} });
await serveApp(inngest, [journey(inngest, sql)], port);
process.send?.("ready");
