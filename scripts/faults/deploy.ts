import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { Agent, createServer, request } from "node:http";
import { resolve } from "node:path";
import postgres from "postgres";
import { send, until } from "../caller";
import { installation } from "../stack/installation";
import { ask } from "../stack/parts";
import { freePort } from "../stack/ports";
import { guestAddress, prepareCampaign } from "./campaign";
import { type Fault, load, percentile } from "./fault";
import { VictimStack } from "./stack";

/** What stands between people and the versions, as a platform does: each request goes to the version that serves. */
async function balancer(first: number) {
  let target = first;
  const agent = new Agent({ keepAlive: true });
  const server = createServer((req, res) => {
    const { method, url: path, headers } = req;
    const inner = request({ host: "127.0.0.1", port: target, method, path, headers, agent }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    inner.once("error", (error) => res.writeHead(502).end(error.message));
    req.pipe(inner);
  });
  const port = await freePort();
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    port,
    turnTo: (next: number) => {
      target = next;
    },
    close: () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Versions exchanged under load: the new one beside the old, requests turned over, the old ended by SIGTERM with
 * requests and jobs in it. Without `--old` both are this build; with it the old one is that checkout's.
 */
export const fault: Fault = {
  key: "deploy",
  about: "versions exchanged by SIGTERM while people work and a campaign is sent",
  async run({ size: guests = 1_000, times: rounds = 2, old, tell }) {
    const front = await balancer(0);
    const stack = await VictimStack.start(
      {
        APP_URL: `http://app.localhost:${front.port}`,
        SITES_DOMAIN: `localhost:${front.port}`,
        RESEND_RATE_LIMIT: "1",
      },
      old,
    );
    const beside = new Beside(stack, await freePort());
    try {
      front.turnTo(stack.port);
      const at = { port: front.port, host: stack.host };
      const campaign = await prepareCampaign({ ...at, mail: stack.mail }, guests);
      if (old) run(["scripts/build.ts", "--if-needed"], process.env);
      // As in a real deploy: the schema first, while the old version serves.
      if (old) run(["scripts/migrate.ts"], { ...process.env, DATABASE_OWNER_URL: stack.database("eios") });
      const made: { key: string; id: string }[] = [];
      const site = { port: front.port, host: `${campaign.subdomain}.localhost:${front.port}` };
      const expect = (wanted: number, answer: { status: number; text: string }) => {
        if (answer.status !== wanted) throw new Error(`${answer.status} ${answer.text.slice(0, 100)}`);
      };
      const add = (key: string) =>
        send(at, "POST", `/api/projects/${campaign.projectId}/guests`, {
          ...{ token: campaign.token, body: { firstName: "Added", lastName: key } },
          headers: { "idempotency-key": key },
        });
      const work = load(8, async (lane, round) => {
        if (lane % 4 === 0) return expect(200, await send(site, "GET", "/"));
        if (lane % 4 === 1) {
          const key = `deploy-${lane}-${round}`;
          const answer = await add(key);
          expect(201, answer);
          made.push({ key, id: (answer.json as { id: string }).id });
          return;
        }
        const list = `/api/projects/${campaign.projectId}/guests?limit=20`;
        expect(200, await send(at, "GET", list, { token: campaign.token }));
      });
      await campaign.api("POST", `/campaigns/${campaign.id}/approve`);
      let uncleanEnds = 0;
      for (let round = 0; round < rounds; round++) {
        await beside.start();
        front.turnTo(beside.port);
        const pid = stack.appProcess();
        process.kill(pid, "SIGTERM");
        await until(
          "the supervisor to start the app again",
          async () => {
            const next = await Promise.resolve()
              .then(() => stack.appProcess())
              .catch(() => pid);
            return (
              next !== pid && (await ask(stack.port, "/api/health", { host: stack.host, timeoutMs: 2_000 }))
            );
          },
          60,
        );
        front.turnTo(stack.port);
        if ((await beside.end()) !== 0) uncleanEnds++;
        tell(`round ${round + 1}: ${work.took.length} requests so far, ${work.failures.length} failed`);
      }
      await work.stop();
      if (work.failures[0]) tell(work.failures[0]);
      await until(
        "the end of the campaign",
        async () => (await campaign.api("GET", `/campaigns/${campaign.id}`)).status === "sent",
        120 + guests / 50,
      );
      // A key that one version took is known to the other, and answered as it was.
      let answeredAnew = 0;
      for (const { key, id } of made.slice(0, 50)) {
        if (((await add(key)).json as { id: string }).id !== id) answeredAnew++;
      }
      return {
        work: `${work.took.length} requests, ${guests} mails, ${rounds * 2} exchanges${old ? "" : " of one build"}`,
        counts: {
          "requests failed": work.failures.length,
          "answered anew": answeredAnew,
          "ended uncleanly": uncleanEnds,
          ...(await compare(stack, campaign.subject, guests, made)),
        },
        figures: { "request p99": { value: percentile(work.took, 0.99), unit: "ms" } },
      };
    } finally {
      await beside.end();
      await stack.remove();
      front.close();
    }
  },
};

/** This checkout's version beside the stack's own, on its database and parts. */
class Beside {
  #child: ChildProcess | undefined;
  constructor(
    readonly stack: VictimStack,
    readonly port: number,
  ) {}

  async start(): Promise<void> {
    const { env } = installation(resolve("."), this.stack.folder);
    const child = spawn(process.execPath, [".next/eios-server.mjs"], {
      env: {
        ...env,
        RATE_LIMIT_SCALE: "1000",
        LOG_LEVEL: "warn",
        ...this.stack.env,
        PORT: String(this.port),
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.#child = child;
    await until(
      "the new version to be ready",
      async () => {
        if (child.exitCode !== null) throw new Error("The new version did not start.");
        const answer = await ask(this.port, "/api/ready", { host: this.stack.host, timeoutMs: 3_000 });
        return answer?.status === 200;
      },
      60,
    );
  }

  /** Ends it by SIGTERM. @returns its exit code; null if a signal had to */
  async end(): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return child?.exitCode ?? 0;
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    child.kill("SIGTERM");
    return ended;
  }
}

function run(args: string[], env: NodeJS.ProcessEnv): void {
  const { status } = spawnSync(process.execPath, ["scripts/stack/run.mjs", ...args], {
    env,
    stdio: "ignore",
  });
  if (status !== 0) throw new Error(`${args[0]} failed.`);
}

async function compare(stack: VictimStack, subject: string, guests: number, made: readonly { id: string }[]) {
  const mail = postgres(stack.database("stand_ins"), { max: 1, onnotice: () => {} });
  const app = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  try {
    const messages = await mail<{ address: string }[]>`
      select recipients[1] as address from mail.messages where subject = ${subject}`;
    const to = new Map<string, number>();
    for (const { address } of messages) to.set(address, (to.get(address) ?? 0) + 1);
    const found = await app.begin(async (tx) => {
      await tx.unsafe("set local role eios_system");
      return tx`select count(*)::int as n from guests where id = any (${made.map(({ id }) => id)}::uuid[])`;
    });
    return {
      "guests lost": made.length - (found[0]!.n as number),
      "mails lost": Array.from({ length: guests }, (_, n) => guestAddress(n)).filter((one) => !to.has(one))
        .length,
      "mails twice": [...to.values()].filter((times) => times > 1).length,
    };
  } finally {
    await Promise.all([mail.end({ timeout: 1 }), app.end({ timeout: 1 })]);
  }
}
