import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { installation } from "./stack/installation";

const { values } = parseArgs({
  options: { "data-dir": { type: "string", default: ".eios" }, json: { type: "boolean" } },
});
const { env } = installation(resolve(import.meta.dirname, ".."), resolve(values["data-dir"]));
Object.assign(process.env, env);

// Imported late: they read the environment.
const { parseEnvironment } = await import("../lib/clients/env");
const checked = parseEnvironment(process.env);
if (!checked.ok) {
  console.error(
    ["The environment is not complete: nothing starts like this.", ...checked.problems].join("\n  "),
  );
  process.exit(1);
}
const { examine } = await import("../lib/platform/doctor/mutations");
const { closeDatabase } = await import("../db/client");
const { well, findings } = await examine({ now: new Date() });
if (values.json) console.log(JSON.stringify({ well, findings }));
else {
  const marks = { fail: "✗", warn: "!", ok: "✓", not_applicable: "–" };
  for (const { name, status, message, fix } of findings) {
    console.log(`${marks[status]} ${name}: ${message}`);
    if (fix) console.log(`    ${fix}`);
  }
}
await closeDatabase();
process.exit(well ? 0 : 1);
