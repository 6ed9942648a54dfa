import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnvironment } from "../../lib/clients/env";
import { bundleServer, prepareSite } from "../build";
import { migrate } from "../migrate";
import type { Display, Step } from "./display";
import {
  type Addresses,
  choosePorts,
  composeEnvironment,
  hostedServices,
  readEnvironment,
} from "./environment";
import { Lock } from "./lock";
import {
  addressesOf,
  appPart,
  ask,
  hostOf,
  type Plan,
  partykitPart,
  postgresPart,
  standInsPart,
} from "./parts";
import { isFree } from "./ports";
import { createDatabases, preparePostgres } from "./postgres";
import { assertWritable } from "./postgres/account";
import { Refusal } from "./refusal";
import { loadSecrets } from "./secrets";
import { isBuilt, sourceHash } from "./sources";
import { Supervisor } from "./supervisor";

export type BootOptions = {
  root: string;
  dataDir: string;
  port: number;
  dev: boolean;
  demo: boolean;
};

/** A stack that is up. */
export type Stack = { addresses: Addresses; hasDemo: boolean; end: () => Promise<void> };

const ORDER_OF_END = [["app"], ["partykit", "stand-ins"], ["postgres"]];

/**
 * Brings everything up, what can be beside each other, and says what it is doing.
 *
 * @param tell is told what happens to a part later on
 * @param onBegun gets the way to end everything as soon as there is something to end
 * @throws Refusal if a person has to do something first; Error with the log of the part that failed
 */
export async function bringUp(
  options: BootOptions,
  display: Display,
  tell: (name: string, what: string) => void,
  onBegun: (end: () => Promise<void>) => void,
): Promise<Stack> {
  const { dataDir, port } = options;
  const lock = await Lock.take(dataDir, `http://app.localhost:${port}`);
  const supervisor = new Supervisor(dataDir, lock, tell);
  let ended: Promise<void> | undefined;
  const end = () => {
    ended ??= supervisor.end(ORDER_OF_END).finally(() => lock.release());
    return ended;
  };
  onBegun(end);
  try {
    if (!(await isFree(port))) {
      throw new Refusal(
        `Port ${port} is taken by another program: stop that one, or choose another port with --port ${port + 1}.`,
      );
    }
    const { plan, startDatabase } = await makePlan(options);
    await startAll(plan, options, supervisor, display, startDatabase);
    const hasDemo = await loadDemo(plan, options, display);
    return { addresses: addressesOf(plan), hasDemo, end };
  } catch (error) {
    await end();
    throw error;
  }
}

type StartDatabase = (
  supervisor: Supervisor,
  step: Step,
) => Promise<{ ownerUrl: string; standInsUrl: string }>;

/** Decides what runs here and under which addresses, and holds the environment against its schema. */
async function makePlan(
  options: BootOptions,
): Promise<{ plan: Plan; startDatabase: StartDatabase | undefined }> {
  const { root, dataDir, port, dev } = options;
  const own = readEnvironment(root);
  const hosted = hostedServices(own);
  const secrets = loadSecrets(dataDir);
  const ports = await choosePorts(dataDir);
  // Mail and jobs keep what they have in PostgreSQL, wherever the app's own database is.
  const isNeeded = !hosted.database || !hosted.mail || !hosted.jobs;
  const address = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${ports.postgres}/eios`;
  const databaseUrls = hosted.database
    ? undefined
    : {
        app: address("eios_app", secrets.POSTGRES_APP_PASSWORD),
        owner: address("eios_owner", secrets.POSTGRES_OWNER_PASSWORD),
      };
  const env = composeEnvironment({
    own,
    hosted,
    port,
    ports,
    secrets,
    databaseUrls,
    dev,
  }) as NodeJS.ProcessEnv;
  const checked = parseEnvironment(env);
  if (!checked.ok) throw new Refusal(["The environment is not right.", ...checked.problems].join("\n  "));
  const plan: Plan = { root, dataDir, port, dev, hosted, ports, secrets, env };
  const startDatabase: StartDatabase = async (supervisor, step) => {
    const folder = join(dataDir, "postgres");
    if (!existsSync(join(folder, "PG_VERSION"))) step.note("making an empty cluster");
    const server = await preparePostgres({
      dataDir: folder,
      port: ports.postgres,
      ownerPassword: secrets.POSTGRES_OWNER_PASSWORD,
    });
    step.note("starting");
    await supervisor.start(postgresPart(plan, server));
    await createDatabases(server.ownerUrl);
    return server;
  };
  return { plan, startDatabase: isNeeded ? startDatabase : undefined };
}

/** Starts every part as soon as what it needs is there. */
async function startAll(
  plan: Plan,
  options: BootOptions,
  supervisor: Supervisor,
  display: Display,
  startDatabase: StartDatabase | undefined,
): Promise<void> {
  const run = async <T>(
    title: string,
    work: (step: Step) => Promise<T>,
    done?: (value: T) => string,
  ): Promise<T> => {
    const step = display.step(title);
    try {
      const value = await work(step);
      step.done(done?.(value));
      return value;
    } catch (error) {
      step.failed();
      throw error;
    }
  };
  const { hosted, env, port } = plan;
  const database = startDatabase && run("PostgreSQL", (step) => startDatabase(supervisor, step));
  const build = run(
    "Build",
    (step) => makeBuild(options, step),
    (what) => what,
  );
  const rooms =
    !hosted.realtime && existsSync(join(plan.root, "partykit.json"))
      ? run("Live rooms", () => supervisor.start(partykitPart(plan)))
      : undefined;
  const schema = (async () => {
    const ownerUrl = hosted.database ? env.DATABASE_OWNER_URL : (await database)?.ownerUrl;
    if (!ownerUrl) return;
    const appPassword = hosted.database ? undefined : plan.secrets.POSTGRES_APP_PASSWORD;
    await run("Schema", () => migrate(ownerUrl, { appPassword }));
  })();
  const standIns = (async () => {
    const part = standInsPart(plan, (await database)?.standInsUrl ?? "");
    if (part) await run("Mail, jobs, cache, files", () => supervisor.start(part));
  })();
  const app = (async () => {
    await Promise.all([schema, build]);
    await run("App", async (step) => {
      await supervisor.start(appPart(plan));
      step.note("waiting for its first answer");
      await readiness(port, hostOf(env));
    });
  })();
  await Promise.all([database, build, rooms, schema, standIns, app]);
  if (!hosted.jobs) await run("Functions", () => registerFunctions(port, hostOf(env)));
}

/** Waits until the app says it is ready. @throws Error with its answer after three minutes */
async function readiness(port: number, host: string): Promise<void> {
  for (const deadline = Date.now() + 180_000; ; ) {
    const answer = await ask(port, "/api/ready", { host, timeoutMs: 30_000 });
    if (answer?.status === 200) return;
    if (Date.now() > deadline) throw new Error(`The app is not ready: ${answer?.body ?? "no answer"}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Makes the app tell the jobs server what functions it has, by the Inngest SDK's own request. */
async function registerFunctions(port: number, host: string): Promise<void> {
  let answer: Awaited<ReturnType<typeof ask>>;
  for (let tries = 0; tries < 20; tries++) {
    answer = await ask(port, "/api/inngest", { method: "PUT", host, timeoutMs: 30_000 });
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`The app's functions could not be registered: ${answer?.status} ${answer?.body}`);
}

/** The production build, unless the one that is there is of these sources; in development only what comes before. */
async function makeBuild({ root, dataDir, dev }: BootOptions, step: Step): Promise<string> {
  const isThere = !dev && isBuilt(root, sourceHash(root));
  if (isThere) return "is up to date";
  // What is built already runs from a folder that cannot be written; building there cannot be done.
  for (const folder of [root, join(root, "node_modules")]) {
    assertWritable(folder, "make it writable, or run npm run build once as the one who may write there");
  }
  if (dev) {
    await prepareSite();
    await bundleServer();
    return "on demand";
  }
  step.note("about half a minute, once");
  await child(root, dataDir, "build", ["scripts/build.ts", "--if-needed"], process.env, step);
  return "";
}

/** Fills an empty installation with the demo wedding, once in the life of a data folder. */
async function loadDemo(
  plan: Plan,
  { root, dataDir, demo }: BootOptions,
  display: Display,
): Promise<boolean> {
  const marker = join(dataDir, "demo.json");
  if (existsSync(marker)) return true;
  const isOurs = !plan.hosted.database && !plan.hosted.mail;
  if (!demo || !isOurs || !existsSync(join(root, "scripts", "demo.ts"))) return false;
  const step = display.step("Demo wedding");
  const context = { port: plan.port, mail: addressesOf(plan).mail, appHost: hostOf(plan.env) };
  try {
    await child(root, dataDir, "demo", ["scripts/stack/demo.ts", JSON.stringify(context)], plan.env, step);
  } catch (error) {
    step.failed();
    throw error;
  }
  writeFileSync(marker, JSON.stringify({ loadedAt: new Date().toISOString() }));
  step.done();
  return true;
}

/** Runs one of our scripts to its end, its output in logs/NAME.log and its last line in the display. */
function child(
  root: string,
  dataDir: string,
  name: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  step: Step,
): Promise<void> {
  const file = join(dataDir, "logs", `${name}.log`);
  const log = openSync(file, "w");
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [join(root, "scripts/stack/run.mjs"), ...args], {
      ...{ cwd: root, env },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    const follow = setInterval(() => {
      const last = readFileSync(file, "utf8").trimEnd().split("\n").at(-1)?.trim();
      if (last) step.note(last);
    }, 250);
    running.once("error", reject);
    running.once("exit", (code) => {
      clearInterval(follow);
      if (code === 0) return resolve();
      const tail = readFileSync(file, "utf8").trimEnd().split("\n").slice(-20).join("\n");
      reject(new Error(`${tail}\n(the whole of it is in ${file})`));
    });
  });
}
