import { expect, it } from "vitest";
import { checkStructure, sourceFiles } from "@/scripts/check-structure";

it("the tree keeps the laws of the house", () => {
  expect(checkStructure(sourceFiles())).toEqual([]);
});

it.each([
  ["components/guests/table.tsx", 'import { db } from "@/db/client";', "may not import db/client"],
  [
    "components/guests/table.tsx",
    'import { x } from "@/lib/guests/queries";',
    "may not import lib/guests/queries",
  ],
  ["lib/http/handle.ts", 'import { x } from "@/lib/guests/queries";', "may not import lib/guests/queries"],
  ["lib/scene/fill.ts", 'import { x } from "../../db/client";', "may not import db/client"],
  [
    "lib/guests/queries.ts",
    'import { Redis } from "@upstash/redis";',
    "vendors are spoken to in lib/clients only",
  ],
  ["lib/guests/queries.ts", 'await asSystem("why", fn);', "may not call asSystem"],
  ["lib/guests/helpers.ts", "", "helpers and managers hold everything"],
  ["lib/guests/index.ts", "", "no index files"],
  ["lib/guests/service.ts", "", "a domain holds contract"],
  [
    "app/api/guests/route.ts",
    "export const GET = async () => Response.json({})",
    "must be handle(contract, fn)",
  ],
  ["app/api/guests/route.ts", 'import { x } from "@/db/client";', "a route points to its domain"],
])("breaking a law in %s is found: %s", (path, text, sentence) => {
  expect(checkStructure(new Map([[path, text]])).join("\n")).toContain(sentence);
});
