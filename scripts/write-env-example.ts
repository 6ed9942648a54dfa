import { writeFileSync } from "node:fs";
import { environmentVariables } from "../lib/clients/env";

const lines = Object.entries(environmentVariables).map(([name, { example, about, schema }]) => {
  const optional = schema.safeParse(undefined).success;
  return `# ${about}${optional ? " (optional)" : ""}\n${optional ? "# " : ""}${name}=${example}\n`;
});
writeFileSync(
  ".env.example",
  `# Nothing here is needed for \`npm run up\`: it starts a stand-in for every hosted service. Setting a hosted\n# service's variables replaces its stand-in. Written from lib/clients/env.ts by scripts/write-env-example.ts.\n\n${lines.join("\n")}`,
);
