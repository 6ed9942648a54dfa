import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseEnvironment } from "../../lib/clients/env";
import { choosePorts, composeEnvironment, hostedServices, readEnvironment } from "./environment";
import { loadSecrets } from "./secrets";
import { isBuilt, markBuilt, markUnbuilt, sourceHash } from "./sources";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "eios-environment-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function compose(own: Record<string, string | undefined>) {
  return composeEnvironment({
    own,
    hosted: hostedServices(own),
    port: 3210,
    ports: await choosePorts(folder),
    secrets: loadSecrets(folder),
    databaseUrls: own.DATABASE_URL
      ? undefined
      : { app: "postgres://a:b@127.0.0.1/eios", owner: "postgres://o:p@127.0.0.1/eios" },
    dev: false,
  });
}

describe("the app's environment", () => {
  it("is complete when nothing is set at all", async () => {
    expect(parseEnvironment(await compose({}))).toMatchObject({ ok: true });
  });

  it("has the addresses of this machine and no password of PostgreSQL's owner beside its URL", async () => {
    const env = await compose({});
    expect(env).toMatchObject({
      APP_URL: "http://app.localhost:3210",
      SITES_DOMAIN: "localhost:3210",
      PORT: "3210",
    });
    expect(Object.keys(env).filter((name) => name.startsWith("POSTGRES_"))).toEqual([]);
  });

  it.each([
    [{ DATABASE_URL: "postgres://x@db.example.com/eios" }, "database", "DATABASE_OWNER_URL"],
    [{ RESEND_API_KEY: "re_live" }, "mail", "RESEND_BASE_URL"],
    [{ INNGEST_EVENT_KEY: "live" }, "jobs", "INNGEST_BASE_URL"],
    [{ UPSTASH_REDIS_REST_URL: "https://x.upstash.io" }, "redis", "UPSTASH_REDIS_REST_TOKEN"],
    [{ BLOB_READ_WRITE_TOKEN: "vercel_blob_rw_x_y" }, "blob", "VERCEL_BLOB_API_URL"],
    [{ PARTYKIT_HOST: "https://eios.partykit.dev" }, "realtime", ""],
  ] as const)("with %o uses the hosted service and nothing of its stand-in", async (own, service, absent) => {
    expect(hostedServices(own)).toMatchObject({ [service]: true });
    const env = await compose(own);
    expect(env).toMatchObject(own);
    expect(env[absent]).toBeUndefined();
  });

  it("reads .env and .env.local, which what is set already overrules, and takes empty for not set", () => {
    writeFileSync(join(folder, ".env"), 'APP_NAME=one\nLOG_LEVEL=debug\nMAIL_FROM="A <a@b.c>"\n');
    writeFileSync(join(folder, ".env.local"), "APP_NAME=two\n");
    const env = readEnvironment(folder, { LOG_LEVEL: "warn", MAIL_FROM: "" });
    expect(env).toEqual({ APP_NAME: "two", LOG_LEVEL: "warn", MAIL_FROM: "A <a@b.c>" });
  });
});

describe("what is kept in the data folder", () => {
  it("are secrets, made once, for the owner's eyes only, and added to when there are new ones", () => {
    const first = loadSecrets(folder);
    expect(loadSecrets(folder)).toEqual(first);
    expect(statSync(join(folder, "secrets.json")).mode & 0o077).toBe(0);
    const { AUTH_SECRET, ...older } = first;
    writeFileSync(join(folder, "secrets.json"), JSON.stringify(older));
    const added = loadSecrets(folder);
    expect(added).toMatchObject(older);
    expect(added.AUTH_SECRET).not.toBe(AUTH_SECRET);
  });

  it("are ports, the same every time unless somebody took one", async () => {
    const first = await choosePorts(folder);
    expect(await choosePorts(folder)).toEqual(first);
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(first.mail, "127.0.0.1", resolve));
    const { mail, ...rest } = await choosePorts(folder);
    expect(mail).not.toBe(first.mail);
    expect(rest).toMatchObject({ postgres: first.postgres, jobs: first.jobs });
    thief.close();
  });
});

describe("the build", () => {
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  it("is made again when a source changes, and not for a test or something that it makes itself", () => {
    write("lib/guests/policy.ts", "one");
    const hash = sourceHash(folder);
    write("lib/guests/policy.test.ts", "a test");
    write("public/fonts/x.woff2", "a font");
    write("lib/site.generated.ts", "made");
    expect(sourceHash(folder)).toBe(hash);
    write("lib/guests/policy.ts", "two");
    expect(sourceHash(folder)).not.toBe(hash);
  });

  it("counts as made only when it is whole", () => {
    const hash = sourceHash(folder);
    write(".next/cache", "");
    markBuilt(folder, hash);
    expect(isBuilt(folder, hash)).toBe(false);
    write(".next/BUILD_ID", "x");
    expect(isBuilt(folder, hash)).toBe(true);
    expect(isBuilt(folder, "another")).toBe(false);
    markUnbuilt(folder);
    expect(isBuilt(folder, hash)).toBe(false);
  });
});
