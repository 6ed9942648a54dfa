import { parseArgs } from "node:util";
import { worker } from "./worker";

// Faults live beside the stack they kill, not among the benches: what they find are conditions, not figures.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    guests: { type: "string" },
    kills: { type: "string" },
    json: { type: "boolean" },
  },
});
const keys = ["worker"];
const unknown = positionals.find((key) => !keys.includes(key));
if (unknown) {
  console.error(`There is no fault "${unknown}". There are: ${keys.join(", ")}.`);
  process.exit(1);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const tell = (what: string) => console.error(`  ${what}`);
console.error(`worker, seed ${seed}: everything killed −9 in the middle of a campaign`);
const { seconds, ...found } = await worker({
  ...{
    guests: Number(values.guests ?? 2_000),
    kills: Number(values.kills ?? 3),
    seed,
    callsPerSecond: 2,
    tell,
  },
});
const { mails, ...faults } = found;
const isSound = Object.values(faults).every((count) => count === 0);
if (values.json) console.log(JSON.stringify({ key: "worker", seed, ...found, seconds, isSound }));
else {
  const counts = Object.entries(faults).map(([name, count]) => `${name} ${count}`);
  console.log(
    `worker | ${mails} mails | ${counts.join(", ")} | ${seconds.toFixed(0)} s | ${isSound ? "sound" : "NOT SOUND"}`,
  );
}
process.exit(isSound ? 0 : 1);
