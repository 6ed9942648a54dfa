import { resolve } from "node:path";
import type { Verdict } from "../lib/audit/sealing/queries";
import { installation } from "./stack/installation";

Object.assign(process.env, installation(resolve(import.meta.dirname, ".."), resolve(".eios")).env);
// Imported late: they read the environment.
const { verifyAudit } = await import("../lib/audit/sealing/queries");
const { closeDatabase } = await import("../db/client");

/** One organization's verdict, in lines for a person. */
function lines(verdict: Verdict): string[] {
  const { name, organizationId, sealed, head, unsealed, waitingSince, findings } = verdict;
  const waiting =
    unsealed > 0 ? `, ${unsealed} not sealed yet (the oldest since ${waitingSince?.toISOString()})` : "";
  const verdictWord = findings.length > 0 ? "BROKEN" : "whole";
  return [
    `${verdictWord}  ${name} (${organizationId}): ${sealed} rows${waiting}; ends in ${head}`,
    ...findings.map((finding) =>
      finding.kind === "altered"
        ? `        altered: row ${finding.position}, ${finding.action} of ${finding.at} (${finding.id})`
        : `        missing: ${finding.from === finding.to ? `row ${finding.from}` : `rows ${finding.from} to ${finding.to}`}`,
    ),
  ];
}

// One organization where its id is given, else all; the exit code says whether every chain is whole.
const verdicts = await verifyAudit(process.argv[2] ?? null);
for (const line of verdicts.flatMap(lines)) console.log(line);
await closeDatabase();
process.exit(verdicts.some(({ findings }) => findings.length > 0) ? 1 : 0);
