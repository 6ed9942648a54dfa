import { execFile, fork } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { send } from "../scripts/caller";
import { prepareCampaign } from "../scripts/faults/campaign";
import { VictimStack } from "../scripts/faults/stack";
import { freePort } from "../scripts/stack/ports";
import { type Bench, median } from "./bench";

const ROUNDS = 3;
const SECONDS = { quick: 5, full: 20 };
const CONNECTIONS = 64;
const bareServer = "--bare-server";

type Target = { port: number; host: string; path?: string; cookie?: string };
type Measured = { perSecond: number; p99: number };

/** The published page through the front, beside bare Node with the same bytes and beside Next's own answers. */
export const bench: Bench = {
  key: "page",
  work: `a published invitation page at ${CONNECTIONS} connections, through the one-machine front`,
  beside: "bare Node with the same bytes",
  goal: "≥ 0.9 of bare Node, ≥ 12 times Next's static answer, p99 ≤ 1/20 of Next's",
  reached: ({ ratios, also }) =>
    median(ratios) >= 0.9 &&
    median(also?.["times Next's static file"] ?? []) >= 12 &&
    median(also?.["p99 of Next's static file"] ?? []) <= 1 / 20,
  async run(size) {
    const stack = await VictimStack.start();
    try {
      const { subdomain } = await prepareCampaign(stack, 2);
      const ours: Target = { port: stack.port, host: `${subdomain}.localhost:${stack.port}` };
      const bare = await startBare(ours);
      try {
        const targets = {
          ours,
          bare: { port: bare.port, host: ours.host },
          // What Next answers without rendering: no host is rewritten and no nonce is made for it.
          file: { port: stack.port, host: stack.host, path: "/icon.svg" },
          // A cookie makes the front hand the same page on to Next.
          same: { ...ours, cookie: "bench=1" },
        };
        return await compare(targets, SECONDS[size]);
      } finally {
        bare.end();
      }
    } finally {
      await stack.remove();
    }
  },
};

async function compare(
  { ours, bare, file, same }: Record<"ours" | "bare" | "file" | "same", Target>,
  seconds: number,
) {
  const rounds: Record<"ours" | "bare" | "file" | "same", Measured>[] = [];
  for (const target of [ours, bare, file, same]) await load(target, 2);
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({
      ours: await load(ours, seconds),
      bare: await load(bare, seconds),
      file: await load(file, seconds),
      same: await load(same, seconds),
    });
  }
  const p99 = (name: "ours" | "bare" | "file" | "same") => `${median(rounds.map((r) => r[name].p99))} ms`;
  return {
    ours: rounds.map((r) => r.ours.perSecond),
    theirs: rounds.map((r) => r.bare.perSecond),
    unit: "requests/s",
    ratios: rounds.map((r) => r.ours.perSecond / r.bare.perSecond),
    also: {
      "times Next's static file": rounds.map((r) => r.ours.perSecond / r.file.perSecond),
      "times the same page by Next": rounds.map((r) => r.ours.perSecond / r.same.perSecond),
      "p99 of Next's static file": rounds.map((r) => r.ours.p99 / r.file.p99),
    },
    note: `p99: ours ${p99("ours")}, bare Node ${p99("bare")}, Next's file ${p99("file")}, the same page by Next ${p99("same")}`,
  };
}

/** Asks for one page as fast as it is answered, from a process of its own. @throws Error if anything but 200 came */
async function load({ port, host, path = "/", cookie }: Target, seconds: number): Promise<Measured> {
  const autocannon = fileURLToPath(import.meta.resolve("autocannon"));
  const headers = { host, "accept-encoding": "gzip", ...(cookie && { cookie }) };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      autocannon,
      ...["--json", "--no-progress", "-c", String(CONNECTIONS), "-d", String(seconds)],
      ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}=${value}`]),
      `http://127.0.0.1:${port}${path}`,
    ],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  const { requests, latency, errors, non2xx } = JSON.parse(stdout) as {
    requests: { average: number };
    latency: { p99: number };
    errors: number;
    non2xx: number;
  };
  if (errors + non2xx > 0)
    throw new Error(`${host}${path}: ${errors} errors, ${non2xx} answers that are not 2xx.`);
  // Whole milliseconds are what autocannon counts in: less than one is told as one.
  return { perSecond: requests.average, p99: Math.max(1, latency.p99) };
}

/** The floor: a Node server, in a process of its own, that answers everything with the front's very bytes. */
async function startBare({ port, host }: Target): Promise<{ port: number; end: () => void }> {
  const page = await fetchPage(port, host);
  const bare = await freePort();
  const child = fork(import.meta.filename, [bareServer]);
  child.send({ port: bare, ...page });
  await new Promise((resolve) => child.once("message", resolve));
  return { port: bare, end: () => child.kill() };
}

type Page = { headers: Record<string, string | string[] | undefined>; body: string };

async function fetchPage(port: number, host: string): Promise<Page> {
  const { get } = await import("node:http");
  // The first answer is made for whoever asks; from the second on it is the kept one.
  await send({ port, host }, "GET", "/", { headers: { "accept-encoding": "gzip" } });
  return new Promise((resolve, reject) => {
    const headers = { host, "accept-encoding": "gzip" };
    get({ host: "127.0.0.1", port, path: "/", headers }, async (res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of res) chunks.push(chunk as Buffer);
      const {
        connection: _,
        "keep-alive": _alive,
        "transfer-encoding": _encoding,
        date: _date,
        ...kept
      } = res.headers;
      const body = Buffer.concat(chunks);
      resolve({ headers: { ...kept, "content-length": String(body.length) }, body: body.toString("base64") });
    }).on("error", reject);
  });
}

if (process.argv[2] === bareServer) {
  process.once("message", ({ port, headers, body }: Page & { port: number }) => {
    const bytes = Buffer.from(body, "base64");
    createServer((_, res) => {
      res.writeHead(200, headers);
      res.end(bytes);
    }).listen(port, "127.0.0.1", () => process.send?.("up"));
  });
}
