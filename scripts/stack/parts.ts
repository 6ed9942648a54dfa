import { request } from "node:http";
import { join } from "node:path";
import { type Addresses, type Hosted, LOCAL_TWILIO, type PartPorts, STAND_INS_VARIABLE } from "./environment";
import { accepts } from "./ports";
import type { PostgresProcess } from "./postgres";
import type { Secrets } from "./secrets";
import type { StandInsConfig } from "./stand-ins";
import type { Part } from "./supervisor";

/** What every part is made from. */
export type Plan = {
  root: string;
  dataDir: string;
  port: number;
  dev: boolean;
  hosted: Hosted;
  ports: PartPorts;
  secrets: Secrets;
  /** The app's whole environment. */
  env: NodeJS.ProcessEnv;
};

/** The database server. */
export function postgresPart({ dataDir, ports }: Plan, server: PostgresProcess): Part {
  const { command, args, uid, gid } = server;
  return {
    ...{ name: "postgres", command, args, uid, gid, env: { ...process.env, LC_ALL: "C" } },
    cwd: dataDir,
    probe: () => accepts(ports.postgres),
    signal: "SIGINT",
    graceMs: 30_000,
  };
}

/** The app behind the front, from the bundle that the build made. */
export function appPart({ root, port, env, dev }: Plan): Part {
  return {
    name: "app",
    command: process.execPath,
    args: [join(root, ".next", "eios-server.mjs")],
    env,
    cwd: root,
    // In development every request is logged, and one may wait for a compiler.
    probe: () => (dev ? accepts(port) : answers(port, "/api/health", 10_000, hostOf(env))),
    signal: "SIGTERM",
    graceMs: 25_000,
  };
}

/** PartyKit's own server for development, with its rooms kept in DATA/rooms. */
export function partykitPart({ root, dataDir, ports, env }: Plan): Part {
  const args = [
    join(root, "node_modules", "partykit", "dist", "bin.mjs"),
    ...["dev", "--port", String(ports.partykit), "--persist", join(dataDir, "rooms")],
    ...["--disable-request-cf-fetch", "--no-hotkeys"],
    ...["--var", `PARTYKIT_SECRET=${env.PARTYKIT_SECRET}`, `APP_URL=${env.APP_URL}`],
  ];
  return {
    name: "partykit",
    command: process.execPath,
    args,
    env: { ...process.env, CI: "1", NODE_ENV: "production", DO_NOT_TRACK: "1" },
    cwd: root,
    probe: () => answers(ports.partykit, "/parties/live/probe", 5_000),
    signal: "SIGTERM",
    graceMs: 3_000,
  };
}

/** Mail, jobs, Redis and blobs in one process; undefined if all of them are hosted. */
export function standInsPart(plan: Plan, databaseUrl: string): Part | undefined {
  const { root, port, hosted, ports, secrets, dataDir, env } = plan;
  const config: StandInsConfig = {
    ...(!hosted.mail && {
      mail: {
        databaseUrl,
        port: ports.mail,
        apiKey: secrets.RESEND_API_KEY,
        webhookUrl: `http://app.localhost:${port}/api/webhooks/resend`,
        webhookSecret: env.RESEND_WEBHOOK_SECRET as string,
        // Like the provider: what the app takes for its limit is what is held against it.
        rateLimit: Number(env.RESEND_RATE_LIMIT),
        ...(!hosted.text && {
          twilio: {
            sid: LOCAL_TWILIO,
            token: secrets.TWILIO_AUTH_TOKEN,
            webhookUrl: `${env.APP_URL}/api/webhooks/twilio`,
          },
        }),
      },
    }),
    ...(!hosted.jobs && {
      jobs: {
        databaseUrl,
        port: ports.jobs,
        appUrl: `http://127.0.0.1:${port}`,
        eventKey: secrets.INNGEST_EVENT_KEY,
        signingKey: secrets.INNGEST_SIGNING_KEY,
      },
    }),
    ...(!hosted.redis && { redis: { port: ports.redis, token: secrets.UPSTASH_REDIS_REST_TOKEN } }),
    ...(!hosted.blob && {
      blob: { port: ports.blob, folder: join(dataDir, "blob"), token: secrets.BLOB_READ_WRITE_TOKEN },
    }),
  };
  const names = Object.keys(config) as (keyof StandInsConfig)[];
  if (names.length === 0) return undefined;
  return {
    name: "stand-ins",
    command: process.execPath,
    args: [join(root, "scripts/stack/run.mjs"), "scripts/stack/stand-ins.ts"],
    env: { ...process.env, [STAND_INS_VARIABLE]: JSON.stringify(config) },
    cwd: root,
    probe: async () => (await Promise.all(names.map((name) => accepts(ports[name], 5_000)))).every(Boolean),
    signal: "SIGTERM",
    graceMs: 10_000,
  };
}

/** Where everything is, for the last lines of `up`. */
export function addressesOf({ env, port, ports, hosted }: Plan): Addresses {
  return {
    app: env.APP_URL as string,
    root: `http://localhost:${port}`,
    mail: hosted.mail ? (env.RESEND_BASE_URL ?? "https://resend.com") : `http://127.0.0.1:${ports.mail}`,
    realtime: env.PARTYKIT_HOST as string,
    database: env.DATABASE_URL as string,
    ownerDatabase: env.DATABASE_OWNER_URL,
  };
}

/** The Host header that means the organizers' app. */
export const hostOf = (env: NodeJS.ProcessEnv): string => new URL(env.APP_URL as string).host;

/** Asks a part of this machine over HTTP; undefined if nobody answers in time. */
export function ask(
  port: number,
  path: string,
  options: { method?: string; host?: string; timeoutMs: number },
): Promise<{ status: number; body: string } | undefined> {
  const { method = "GET", host, timeoutMs } = options;
  return new Promise((resolve) => {
    const req = request(
      { host: "127.0.0.1", port, path, method, headers: host ? { host } : {}, agent: false },
      (res) => {
        let body = "";
        res.setEncoding("utf8");
        res.on("data", (chunk) => {
          body += chunk;
        });
        res.once("end", () => resolve({ status: res.statusCode ?? 0, body }));
        res.once("error", () => resolve(undefined));
      },
    );
    const late = setTimeout(() => req.destroy(new Error("late")), timeoutMs);
    req.once("close", () => clearTimeout(late));
    req.once("error", () => resolve(undefined));
    req.end();
  });
}

/** Whether anything of sense is answered: even an error says that somebody is there. */
async function answers(port: number, path: string, timeoutMs: number, host?: string): Promise<boolean> {
  return (await ask(port, path, { host, timeoutMs })) !== undefined;
}
