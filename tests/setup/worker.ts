import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { closeDatabase } from "@/db/client";

const name = `test_${process.pid}_${randomBytes(4).toString("hex")}`;
const owner = new URL(inject("ownerUrl"));
const at = (path: string, login?: [user: string, password: string]) => {
  const url = new URL(owner);
  url.pathname = path;
  if (login) [url.username, url.password] = login;
  return url.href;
};

const sql = postgres(at("/postgres"), { max: 1, onnotice: () => {} });
await sql.unsafe(`create database ${name} template eios`);

// Vendors are away in these tests: signals are dropped, limits are counted in the process.
Object.assign(process.env, {
  NODE_ENV: "test",
  LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
  APP_URL: "http://app.localhost:3000",
  SITES_DOMAIN: "localhost:3000",
  DATABASE_URL: at(`/${name}`, ["eios_app", "test"]),
  DATABASE_OWNER_URL: at(`/${name}`),
  AUTH_SECRET: "a secret of tests that is long enough",
  ENCRYPTION_KEYS: "k1:5rl0r7mMPBUYmOzDFmCGyu8ZHpVxNEwCkwYkMLrnWlI=",
  UPSTASH_REDIS_REST_URL: "http://127.0.0.1:9",
  UPSTASH_REDIS_REST_TOKEN: "test",
  RATE_LIMIT_SCALE: "1000",
  PARTYKIT_HOST: "http://127.0.0.1:9",
  PARTYKIT_SECRET: "a secret of tests that is long enough",
  INNGEST_EVENT_KEY: "test",
  INNGEST_SIGNING_KEY: "signkey-test-0123456789abcdef",
  INNGEST_BASE_URL: "http://127.0.0.1:9",
  RESEND_API_KEY: "re_test",
  RESEND_WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  RESEND_BASE_URL: "http://127.0.0.1:9",
  MAIL_FROM: "EIOS <hello@example.com>",
});

afterAll(async () => {
  await closeDatabase();
  await sql.unsafe(`drop database ${name} with (force)`);
  await sql.end();
});
