import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { closeDatabase } from "@/db/client";
import { bareEnvironment } from "./environment";

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

Object.assign(process.env, bareEnvironment(at(`/${name}`, ["eios_app", "test"]), at(`/${name}`)));

afterAll(async () => {
  await closeDatabase();
  await sql.unsafe(`drop database ${name} with (force)`);
  await sql.end();
});
