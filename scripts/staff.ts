import { resolve } from "node:path";
import { sql } from "drizzle-orm";
import { installation } from "./stack/installation";

const HELP = `
  npm run staff                       who belongs to the platform's staff
  npm run staff -- add EMAIL          makes somebody who has signed in once one of them
  npm run staff -- remove EMAIL
`;
const [verb = "list", address] = process.argv.slice(2);
if (!["list", "add", "remove"].includes(verb) || (verb !== "list" && !address)) {
  console.error(HELP);
  process.exit(1);
}
Object.assign(process.env, installation(resolve(import.meta.dirname, ".."), resolve(".eios")).env);
const { asSystem, closeDatabase } = await import("../db/client");
const people = await asSystem("people belong to no organization", (tx) =>
  tx.execute<{ email: string }>(
    verb === "list"
      ? sql`select email from users where platform_role = 'staff' order by 1`
      : sql`update users set platform_role = ${verb === "add" ? "staff" : null}, updated_at = now()
             where lower(email) = lower(${address!}) returning email`,
  ),
);
for (const { email } of people) console.log(email);
if (verb !== "list" && people.length === 0) console.error(`Nobody with ${address} has signed in yet.`);
await closeDatabase();
process.exit(verb !== "list" && people.length === 0 ? 1 : 0);
