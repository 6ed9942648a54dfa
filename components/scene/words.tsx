import { Fragment, type ReactNode } from "react";
import type { EventFacts } from "@/lib/scene/facts";
import { FIELDS, type FieldName, resolveField } from "@/lib/scene/fields";
import { withoutSentinels } from "@/lib/scene/parts";
import type { Run, Text } from "@/lib/scene/text";
import { WithEvent } from "./scoped";
import type { SceneView, Scope } from "./view";

/** A fact's words as the page prints them; null where it has none. */
export function factOf(view: SceneView, field: FieldName, event: EventFacts | null): string | null {
  const values = { project: view.facts.project, event, guest: null, household: null, invite: null };
  const value = resolveField(field, values, view.locale);
  return value === null ? null : withoutSentinels(value);
}

const scopeOfField = (run: Run) => ("field" in run ? FIELDS[run.field].scope : null);

function inMarks(run: Run, children: ReactNode): ReactNode {
  let out = children;
  for (const mark of run.marks ?? []) out = mark === "strong" ? <strong>{out}</strong> : <em>{out}</em>;
  return out;
}

function lines(text: string): ReactNode {
  const all = text.split("\n");
  return all.length === 1
    ? text
    : all.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
        <Fragment key={at}>
          {at > 0 ? <br /> : null}
          {line}
        </Fragment>
      ));
}

function OneRun({
  view,
  run,
  event,
  amp,
}: {
  view: SceneView;
  run: Run;
  event: EventFacts | null;
  amp?: boolean;
}) {
  const print = (text: string) => (amp ? ampersands(text) : lines(text));
  if (!("field" in run)) return inMarks(run, print(run.text));
  const fallback = run.fallback ?? "";
  if (FIELDS[run.field].scope !== "guest")
    return inMarks(run, print(factOf(view, run.field, event) ?? fallback));
  // Names may be written in the other direction than the page.
  return inMarks(
    run,
    <bdi>{view.slots.leaf({ slot: "field", field: run.field, fallback, locale: view.locale })}</bdi>,
  );
}

/** The ampersand of two names gets the theme's finest form and, on a card, a line of its own. */
function ampersands(text: string): ReactNode {
  const parts = text.split(/\s+(?:&|\+)\s+/);
  if (parts.length !== 2) return lines(text);
  return (
    <>
      <span className="nm">{parts[0]}</span> <span className="amp">&amp;</span>{" "}
      <span className="nm">{parts[1]}</span>
    </>
  );
}

/** Runs with their fields: facts as words, what depends on the guest as slots. */
export function Runs({
  view,
  text,
  scope,
  amp,
}: {
  view: SceneView;
  text: Text;
  scope: Scope;
  amp?: boolean;
}) {
  const each = (event: EventFacts | null) =>
    text.map((run, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity of their own
      <OneRun key={at} view={view} run={run} event={event} amp={amp} />
    ));
  const needsEvent = text.some((run) => scopeOfField(run) === "event");
  if (!needsEvent) return <>{each(null)}</>;
  return <WithEvent view={view} scope={scope} render={each} />;
}

/** Whether every fact a text needs has a value or a fallback, for one event. */
export function hasFacts(view: SceneView, text: Text, event: EventFacts | null): boolean {
  return text.every((run) => {
    if (!("field" in run) || FIELDS[run.field].scope === "guest" || run.fallback) return true;
    return factOf(view, run.field, event) !== null;
  });
}

/** The guest fields of a text that have no fallback: it is shown only where they are known. */
export function mustKnow(text: Text): FieldName[] {
  return text.flatMap((run) =>
    "field" in run && !run.fallback && FIELDS[run.field].scope === "guest" ? [run.field] : [],
  );
}

/** A text's facts as plain words, guest fields by their fallback: for titles and measuring. */
export function plain(view: SceneView, text: Text, event: EventFacts | null): string {
  return text
    .map((run) => ("field" in run ? (factOf(view, run.field, event) ?? run.fallback ?? "") : run.text))
    .join("");
}
