import { readdirSync, readFileSync } from "node:fs";
import { environmentVariables } from "../lib/clients/env";
import { openapi } from "../lib/http/openapi";
import { operationIds, registry, resources } from "../lib/registry";

const broken: string[] = [];

// .env.example lists every variable of the schema, in its order, with its example.
const listed = [...readFileSync(".env.example", "utf8").matchAll(/^#? ?([A-Z][A-Z0-9_]*)=(.*)$/gm)];
const names = Object.keys(environmentVariables);
if (JSON.stringify(listed.map(([, name]) => name)) !== JSON.stringify(names)) {
  broken.push(
    `.env.example must list exactly: ${names.join(", ")}. Run: npx tsx scripts/write-env-example.ts`,
  );
}

// docs/operations names every variable that the product reads, and no command that is not there.
const operations = readdirSync("docs/operations").map((file) => `docs/operations/${file}`);
const told = operations.map((file) => readFileSync(file, "utf8")).join("\n");
for (const name of names) {
  if (!told.includes(name)) broken.push(`docs/operations does not say what ${name} is for.`);
}
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
for (const [, script] of told.matchAll(/npm run (?:-s )?([\w:]+)/g)) {
  if (!scripts[script!])
    broken.push(`docs/operations names npm run ${script}, which is not in package.json.`);
}

// The document can be written, and no two operations share a name.
const document = openapi(
  registry,
  "http://app.localhost:3000",
  "authjs.session-token",
  operationIds,
  resources,
);
const ids = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
  (path) => Object.values(path).map((operation) => operation.operationId),
);
for (const id of ids) {
  if (ids.indexOf(id) !== ids.lastIndexOf(id)) broken.push(`Two operations are called ${id}.`);
}
if (ids.length !== registry.length) broken.push("Two contracts share a method and a path.");

for (const sentence of broken) console.error(sentence);
process.exit(broken.length > 0 ? 1 : 0);
