import { createServer, request } from "node:http";
import { type Answer, send, signIn, until } from "../caller";
import { freePort } from "../stack/ports";
import { startRedis } from "../stack/redis";
import { type Fault, load, percentile } from "./fault";
import { VictimStack } from "./stack";

type Mode = "well" | "away" | "slow" | "wrong";
const TOKEN = "token-of-the-fault";
/** Sign-in requests that one address may make in a minute (lib/http/endpoint.ts). */
const SIGN_INS = 10;

/** A real stand-in of Redis behind a door that can be shut, made to hang, or made to fail. */
async function redisWithDoor() {
  const redis = await startRedis({ port: 0, token: TOKEN });
  const { port } = new URL(redis.url);
  let mode: Mode = "well";
  const door = createServer((req, res) => {
    if (mode === "away") return void req.socket.destroy();
    // Nothing is answered: the caller has to be the one who gives up.
    if (mode === "slow") return;
    if (mode === "wrong") return void res.writeHead(500).end("no");
    const { method, url: path, headers } = req;
    const inner = request({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(res);
    });
    inner.once("error", () => res.destroy());
    req.pipe(inner);
  });
  const own = await freePort();
  await new Promise<void>((resolve) => door.listen(own, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${own}`,
    set: (next: Mode) => {
      mode = next;
    },
    close: async () => {
      door.closeAllConnections();
      door.close();
      await redis.close();
    },
  };
}

/** Redis shut, hanging and failing under load: pages and the API are served, sign-in stays limited, readiness tells. */
export const fault: Fault = {
  key: "redis",
  about: "Redis away, slow, and answering nonsense, while people work and somebody guesses",
  async run({ size: requests = 300, tell }) {
    const redis = await redisWithDoor();
    const stack = await VictimStack.start({
      ...{ UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: TOKEN },
      // The limits as they are, and callers of different addresses.
      ...{ RATE_LIMIT_SCALE: "1", TRUSTED_PROXIES: "127.0.0.1" },
    });
    try {
      const counts = { refused: 0, untold: 0, "sign-ins over the limit": 0, unlimited: 0 };
      const figures: Record<string, { value: number; unit: string; atMost?: number }> = {};
      const token = await signIn(stack, stack.mail, { email: "host@example.org", name: "Nora Host" });
      let people = 0;
      const readiness = async () =>
        (await send(stack, "GET", "/api/ready")).json as {
          ready: boolean;
          parts: { redis: { status: string } };
        };
      for (const mode of ["away", "slow", "wrong"] as const) {
        redis.set(mode);
        // The first request after Redis left pays for finding out; it is counted like any other.
        let left = requests;
        const work = load(8, async (lane) => {
          if (left-- <= 0) return false;
          const headers = { "x-forwarded-for": `198.51.100.${(people++ % 200) + 1}` };
          const answer =
            lane % 2 === 0
              ? await send(stack, "GET", "/api/auth/me", { token, headers })
              : await send(stack, "GET", "/api/plans", { headers });
          if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text.slice(0, 100)}`);
        });
        const began = performance.now();
        const told = await until(
          `readiness to tell that Redis is ${mode}`,
          async () => {
            const { ready, parts } = await readiness();
            return parts.redis.status === "away" && { ready };
          },
          10,
        ).catch(() => null);
        figures[`told of ${mode} in`] = { value: (performance.now() - began) / 1_000, unit: "s", atMost: 2 };
        if (!told?.ready) counts.untold++;
        await until("the requests", async () => left <= 0, 60);
        await work.stop();
        // One hour of a person's work is not in a limit's minute: 429 is no failure of Redis' absence here.
        const failures = work.failures.filter((text) => !text.startsWith("429"));
        counts.refused += failures.length;
        if (failures[0]) tell(`${mode}: ${failures[0]}`);
        figures[`${mode} p95`] = { value: percentile(work.took, 0.95), unit: "ms" };
        const answers = await guess(stack, `203.0.113.${people % 250}`, SIGN_INS * 5);
        const accepted = answers.filter(({ status }) => status === 202).length;
        counts["sign-ins over the limit"] += Math.max(0, accepted - SIGN_INS);
        if (!answers.some(({ status, headers }) => status === 429 && Number(headers["retry-after"]) <= 60))
          counts.unlimited++;
        tell(
          `${mode}: ${requests} requests, ${failures.length} refused, ${accepted} sign-ins of ${answers.length}`,
        );
        redis.set("well");
        await until(
          "Redis to be told as back",
          async () => (await readiness()).parts.redis.status === "ok",
          10,
        );
      }
      return { work: `${requests * 3} requests`, counts, figures };
    } finally {
      await stack.remove();
      await redis.close();
    }
  },
};

/** Many sign-in mails asked for at once from one address, each for another person. */
const guess = (stack: VictimStack, address: string, times: number): Promise<Answer[]> =>
  Promise.all(
    Array.from({ length: times }, (_, n) =>
      send(stack, "POST", "/api/auth/login", {
        body: { email: `somebody${n}-${address}@example.org` },
        headers: { "x-forwarded-for": address },
      }),
    ),
  );
