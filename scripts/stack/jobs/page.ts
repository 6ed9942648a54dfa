import type { Json } from "./canonical";
import type { RunReport, RunSummary, Status } from "./report";

/** The page of functions and recent runs; `problem` is why the app has not registered. */
export function statusPage(status: Status, runs: RunSummary[], problem: string | undefined): string {
  const functions = status.functions.map((f) => [
    text(f.active ? f.id : `${f.id} (gone)`),
    text(f.triggers.join(", ") || "invoked only"),
    text(String(f.active_runs)),
    time(f.nextAt),
  ]);
  const recent = runs.map((r) => [
    badge(r.status),
    `<a href="/?run=${r.id}">${text(r.functionId)}</a>`,
    text(r.event),
    text(String(r.steps)),
    time(r.queuedAt),
    time(r.endedAt ?? r.nextWakeAt),
    text(r.problem ?? ""),
  ]);
  const sums = status.counts.map((c) => `${badge(c.status)} ${c.n}`).join(" ");
  return page(
    "Jobs",
    `${problem ? `<p class="problem">${text(problem)}</p>` : ""}
    <p>${status.apps.map((a) => text(`${a.id}, ${a.sdk ?? "unknown SDK"}, registered ${a.syncedAt}`)).join("; ") || "No app has registered yet."}
    ${status.waitingEvents > 0 ? `${status.waitingEvents} events wait to be routed.` : ""}</p>
    <p>${sums}</p>
    ${status.putAside.map((e) => `<p class="problem">The event ${text(e.name)} was put aside: ${text(e.problem)}</p>`).join("")}
    <h2>Functions</h2>${table(["Function", "Triggers", "Active runs", "Next tick"], functions)}
    <h2>Recent runs</h2>${table(["State", "Function", "Event", "Steps", "Queued", "Ended, or next", "Problem"], recent)}`,
  );
}

/** The page of one run: its steps, what is queued for it, its events and its result. */
export function runPage(run: RunReport): string {
  const steps = run.stepList.map((s) => [
    badge(s.status),
    text(s.name),
    text(s.op),
    time(s.endedAt ?? s.wakeAt),
    json(s.error ?? s.data),
  ]);
  const calls = run.calls.map((c) => [
    text(run.stepList.find((s) => s.hash === c.step)?.name ?? (c.step || "what comes next")),
    text(String(c.attempt + 1)),
    time(c.dueAt),
    time(c.leasedUntil),
    text(c.problem ?? ""),
  ]);
  return page(
    run.functionId,
    `<p><a href="/">All runs</a></p>
    <p>${badge(run.status)} <code>${run.id}</code> queued ${time(run.queuedAt)}, ended ${time(run.endedAt)}, next ${time(run.nextWakeAt)}</p>
    <h2>Steps</h2>${table(["State", "Step", "Kind", "Ended, or wakes", "Result"], steps)}
    <h2>Calls to come</h2>${table(["Step", "Attempt", "Due", "Under way until", "Last problem"], calls)}
    <h2>Result</h2>${json(run.error ?? run.output)}
    <h2>Events</h2>${run.events.map(json).join("")}`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${text(title)}</h1>${body}<p class="soft">All times are UTC.</p></main></body></html>
`;
}

function table(head: string[], rows: string[][]): string {
  if (rows.length === 0) return "<p>None.</p>";
  const line = (tag: string, cells: string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<div class="scroll" tabindex="0"><table><thead>${line("th", head)}</thead><tbody>${rows
    .map((row) => line("td", row))
    .join("")}</tbody></table></div>`;
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function text(value: string): string {
  return value.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);
}

function time(iso: string | null): string {
  return iso ? `<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")}</time>` : "–";
}

function badge(status: string): string {
  return `<span class="badge ${text(status)}">${text(status)}</span>`;
}

function json(value: Json): string {
  if (value === null) return "–";
  const full = JSON.stringify(value, null, 2);
  return `<pre>${text(full.length > 4_000 ? `${full.slice(0, 4_000)} …` : full)}</pre>`;
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#ddd9d2, #3a3834); --soft: light-dark(#6b665e, #a8a299); }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fbfaf8, #171614); color: light-dark(#1f1d1a, #eceae6); }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
a { color: inherit; } .soft { color: var(--soft); } .scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; }
.badge { padding: .1rem .5rem; border: 1px solid var(--line); border-radius: 1rem; white-space: nowrap; font-size: 13px; }
.badge.failed, .problem { color: light-dark(#a5281b, #ff9d90); } .badge.completed, .badge.done { color: light-dark(#1d6b3a, #8fd6a8); }
.badge.running, .badge.planned { color: light-dark(#1c5a93, #93c5f5); } .badge.waiting, .badge.queued { color: light-dark(#7a5300, #e8c06a); }
`;
