import { spawnSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { type Bench, type Figures, median, type Size } from "./bench";

const keys = ["page", "weight", "import", "campaign", "drain", "executor", "tenant", "lists", "cold"];
const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const json = process.argv.includes("--json");
const size: Size = process.argv.includes("--full") ? "full" : "quick";

const unknown = asked.find((key) => !keys.includes(key));
if (unknown) stop(`There is no bench "${unknown}". There are: ${keys.join(", ")}.`);
const load = loadavg()[0]!;
if (load > cpus().length * 0.75 && !process.argv.includes("--busy")) {
  stop(
    `This machine is busy (load ${load.toFixed(1)}); figures would say little. Try again when it is quiet.`,
  );
}

const chosen = asked.length > 0 ? asked : keys;
if (chosen.length > 1) {
  // Each in a process of its own, as if it were run alone: no environment, pool or warm code of another's. The load is
  // that of the one before, so it was looked at here.
  const flags = [...process.argv.slice(2).filter((word) => word.startsWith("--")), "--busy"];
  const ends = chosen.map(
    (key) =>
      spawnSync(process.execPath, [...process.execArgv, process.argv[1]!, key, ...flags], {
        stdio: "inherit",
      }).status,
  );
  process.exit(ends.every((status) => status === 0) ? 0 : 1);
}
for (const key of chosen) {
  const { bench } = (await import(`./${key}.ts`)) as { bench: Bench };
  const figures = await bench.run(size);
  if (json)
    console.log(
      JSON.stringify({ key, work: bench.work, beside: bench.beside, goal: bench.goal, ...figures }),
    );
  else console.log(line(bench, figures));
}
process.exit(0);

/** One line: ours, beside, ratio with its range, goal, reached or not. */
function line(bench: Bench, figures: Figures): string {
  const show = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  const range = (values: number[]) => `${show(Math.min(...values))} to ${show(Math.max(...values))}`;
  const beside =
    figures.theirs.length > 0 ? `${show(median(figures.theirs))} ${figures.unit} (${bench.beside})` : "–";
  const ratio =
    figures.ratios.length > 0 ? `${show(median(figures.ratios))} (${range(figures.ratios)})` : "–";
  return [
    bench.key.padEnd(9),
    `${show(median(figures.ours))} ${figures.unit}`,
    `beside ${beside}`,
    `ratio ${ratio}`,
    ...Object.entries(figures.also ?? {}).map(
      ([name, values]) => `${name} ${show(median(values))} (${range(values)})`,
    ),
    bench.goal ? `goal ${bench.goal}` : "no goal",
    bench.reached && (bench.reached(figures) ? "reached" : "not reached"),
    figures.note ?? "",
  ]
    .filter(Boolean)
    .join(" | ");
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
