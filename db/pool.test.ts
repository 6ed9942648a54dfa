import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as listProjects } from "@/app/api/projects/route";
import { provenScope } from "@/lib/tenancy/scope";
import { freePort } from "@/scripts/stack/ports";
import { type RunningPostgres, startPostgres } from "@/scripts/stack/postgres";
import { call, createTenant } from "@/tests/setup/tenant";
import { asSystem, closeDatabase, readTenant, withTenant } from "./client";
import { openPool, type Pool } from "./pool";

const owner = postgres(process.env.DATABASE_OWNER_URL!, { max: 1, onnotice: () => {} });
const own = new URL(process.env.DATABASE_URL!).pathname.slice(1);
const terminate = () => owner`
  select pg_terminate_backend(pid) from pg_stat_activity where datname = ${own} and application_name = 'eios'`;
const backend = sql`select pg_backend_pid() as pid`;

let tenant: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => owner.end());

describe("a connection that dies", () => {
  it("in a transaction fails that transaction, of which nothing is kept, and no other", async () => {
    const scope = provenScope(tenant.organizationId);
    const broken = withTenant(scope, async (tx) => {
      await tx.execute(sql`update projects set name = 'Half done' where id = ${tenant.projectId}`);
      await terminate();
      // However often it is tried: nothing goes out alone, on another connection.
      const tries = Array.from({ length: 5 }, () =>
        tx.execute(sql`update projects set name = 'Alone' where id = ${tenant.projectId}`),
      );
      expect((await Promise.allSettled(tries)).map(({ status }) => status)).toEqual(
        Array(5).fill("rejected"),
      );
    });
    await expect(broken).rejects.toThrow();
    const [project] = await readTenant(scope, (tx) =>
      tx.execute(sql`select name from projects where id = ${tenant.projectId}`),
    );
    expect(project).toEqual({ name: "Ada & Luca" });
  });

  it("under load leaves every request answered and the pool whole", async () => {
    const ask = () => call(listProjects, { path: "/api/projects", token: tenant.token });
    for (let round = 0; round < 4; round++) {
      const asked = Array.from({ length: 40 }, ask);
      await terminate();
      for (const { status, headers } of await Promise.all(asked)) {
        expect([200, 503]).toContain(status);
        if (status === 503) expect(headers.get("retry-after")).toBe("2");
      }
    }
    expect((await ask()).status).toBe(200);
    // All connections are alive and come back: more transactions at once than there are.
    const pids = await Promise.all(
      Array.from({ length: 60 }, () => asSystem("a test", (tx) => tx.execute(backend))),
    );
    expect(pids).toHaveLength(60);
  });

  it("is not noticed by whoever comes later", async () => {
    await asSystem("a test", (tx) => tx.execute(backend));
    await terminate();
    await expect
      .poll(() =>
        asSystem("a test", (tx) => tx.execute(backend)).then(
          () => "answered",
          () => "lost",
        ),
      )
      .toBe("answered");
  });
});

describe("a database that is away", () => {
  let folder: string;
  let port: number;
  let server: RunningPostgres;
  let pool: Pool;
  const start = () => startPostgres({ dataDir: join(folder, "postgres"), port, durable: false });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "eios-pool-"));
    port = await freePort();
    server = await start();
    pool = openPool(server.ownerUrl, 4, { onnotice: () => {} });
  });
  afterAll(async () => {
    await pool.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("refuses at once, also what waited for a connection, and serves again when it is back", async () => {
    const one = () => pool.transaction(async (send) => (await send("select 1 as one"))[0]!.one as number);
    expect(await one()).toBe(1);
    const sleepers = Array.from({ length: 20 }, () =>
      pool.transaction((send) => send("select pg_sleep(60)")),
    );
    const ended = Promise.allSettled(sleepers);
    await server.stop();
    expect((await ended).every(({ status }) => status === "rejected")).toBe(true);
    await expect(one()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    server = await start();
    expect(await Promise.all(Array.from({ length: 20 }, one))).toEqual(Array(20).fill(1));
  });
});

describe("a request while the database is away", () => {
  beforeEach(closeDatabase);
  afterAll(closeDatabase);

  it("is answered 503 with a problem and when to come back, also while somebody is being recognised", async () => {
    await owner.unsafe(`alter database ${own} connection limit 0`);
    try {
      const answer = await call(listProjects, { path: "/api/projects", token: tenant.token });
      expect(answer).toMatchObject({ status: 503, json: { code: "unavailable", status: 503 } });
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.headers.get("retry-after")).toBe("2");
    } finally {
      await owner.unsafe(`alter database ${own} connection limit -1`);
    }
    expect((await call(listProjects, { path: "/api/projects", token: tenant.token })).status).toBe(200);
  });
});

describe("a transaction", () => {
  it("that passed over a failed statement is told that nothing was saved", async () => {
    const careless = asSystem("a test", (tx) => tx.execute(sql`select 1 / 0`).catch(() => "never mind"));
    await expect(careless).rejects.toThrow("was not saved");
  });

  it("that failed leaves nothing running that could write into the next one", async () => {
    let late: Promise<unknown> | undefined;
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const failing = asSystem("a test", (tx) => {
      late = gate.then(() => tx.execute(backend));
      return Promise.reject(new Error("no"));
    });
    await expect(failing).rejects.toThrow("no");
    go();
    await expect(late).rejects.toThrow();
  });
});
