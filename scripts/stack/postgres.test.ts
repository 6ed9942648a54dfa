import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningPostgres, startPostgres } from "./postgres";

const dataDir = join(mkdtempSync(join(tmpdir(), "eios-postgres-")), "postgres");
let server: RunningPostgres;

beforeAll(async () => {
  server = await startPostgres({ dataDir, ownerPassword: "s3cret&/?", durable: false });
});
afterAll(async () => {
  await server.stop();
  rmSync(join(dataDir, ".."), { recursive: true, force: true });
});

/** One statement on a connection of its own. */
async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1 });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

it("has both databases in UTF-8, owned by the owner, and compares text alike on every machine", async () => {
  const rows = await ask(
    server.ownerUrl,
    "select datname, pg_encoding_to_char(encoding) as encoding, datdba::regrole::text as owner, datlocale from pg_database where datname in ('eios', 'stand_ins') order by 1",
  );
  expect(rows).toEqual([
    { datname: "eios", encoding: "UTF8", owner: "eios_owner", datlocale: "C.UTF-8" },
    { datname: "stand_ins", encoding: "UTF8", owner: "eios_owner", datlocale: "C.UTF-8" },
  ]);
  expect(await ask(server.standInsUrl, "select lower('ŁÓDŹ')")).toEqual([{ lower: "łódź" }]);
});

it("lets nobody in without the password, and listens on the loopback address alone", async () => {
  const stranger = server.ownerUrl.replace(/:[^:@/]+@/, ":guess@");
  await expect(ask(stranger, "select 1")).rejects.toMatchObject({ code: "28P01" });
  expect(await ask(server.ownerUrl, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  expect(statSync(dataDir).mode & 0o077).toBe(0);
});

it("keeps every acknowledged row when a durable cluster crashes without a checkpoint", async () => {
  await server.stop();
  const again = () => startPostgres({ dataDir, ownerPassword: "s3cret&/?" });
  server = await again();
  await ask(server.ownerUrl, "create table kept as select 'yes' as answer");
  const [pid] = readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
  process.kill(Number(pid), "SIGQUIT");
  await server.stop();
  server = await again();
  expect(await ask(server.ownerUrl, "select answer from kept")).toEqual([{ answer: "yes" }]);
  expect(await ask(server.ownerUrl, "show fsync")).toEqual([{ fsync: "on" }]);
});
