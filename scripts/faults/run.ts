import { parseArgs } from "node:util";
import { type Fault, isSound } from "./fault";

// Faults live beside the stack they break, not among the benches: what they find are conditions, not figures.
const keys = ["worker", "provider", "hooks", "pg", "redis", "restore", "migrate", "deploy", "skew"];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    size: { type: "string" },
    times: { type: "string" },
    old: { type: "string" },
    json: { type: "boolean" },
  },
});
const unknown = positionals.find((key) => !keys.includes(key));
if (unknown) {
  console.error(`There is no fault "${unknown}". There are: ${keys.join(", ")}.`);
  process.exit(1);
}
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const seed = number(values.seed) ?? Math.floor(Math.random() * 1_000_000);
let survived = true;
for (const key of positionals.length > 0 ? positionals : keys) {
  const { fault } = (await import(`./${key}.ts`)) as { fault: Fault };
  console.error(`${key}, seed ${seed}: ${fault.about}`);
  const began = performance.now();
  const outcome = await fault.run({
    ...{ seed, size: number(values.size), times: number(values.times), old: values.old },
    tell: (what) => console.error(`  ${what}`),
  });
  const seconds = Math.round((performance.now() - began) / 1_000);
  const sound = isSound(outcome);
  survived &&= sound;
  if (values.json) console.log(JSON.stringify({ key, seed, ...outcome, seconds, isSound: sound }));
  else {
    const show = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));
    const figures = Object.entries(outcome.figures ?? {}).map(
      ([name, { value, unit, atMost }]) =>
        `${name} ${show(value)} ${unit}${atMost === undefined ? "" : ` (goal ${show(atMost)})`}`,
    );
    const counts = Object.entries(outcome.counts).map(([name, count]) => `${name} ${count}`);
    const parts = [key, outcome.work, counts.join(", "), ...figures, `${seconds} s`];
    console.log([...parts, sound ? "sound" : "NOT SOUND"].join(" | "));
  }
}
process.exit(survived ? 0 : 1);
