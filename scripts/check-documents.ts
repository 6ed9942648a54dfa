import { readFileSync } from "node:fs";
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
