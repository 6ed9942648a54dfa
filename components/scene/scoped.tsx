import type { ReactNode } from "react";
import type { EventFacts } from "@/lib/scene/facts";
import type { Condition } from "@/lib/scene/parts";
import type { SceneView, Scope } from "./view";

/** Children that only some guests see. */
export function When({ view, is, children }: { view: SceneView; is: Condition; children: ReactNode }) {
  return (
    <>
      {view.slots.open({ slot: "when", is })}
      {children}
      {view.slots.close()}
    </>
  );
}

function Case(props: {
  view: SceneView;
  event: EventFacts | null;
  render: (event: EventFacts | null) => ReactNode;
}) {
  const { view, event, render } = props;
  return (
    <>
      {view.slots.open({ slot: "case", event: event?.id ?? null })}
      {render(event)}
      {view.slots.close()}
    </>
  );
}

/**
 * Renders for the event in scope. Without one it renders once for every event, and the page picks the main event
 * of whoever looks; `null` is for who is invited to none.
 */
export function WithEvent(props: {
  view: SceneView;
  scope: Scope;
  render: (event: EventFacts | null) => ReactNode;
}) {
  const { view, scope, render } = props;
  if (scope) return <>{render(scope)}</>;
  const events = view.order.flatMap((id) => view.facts.events.filter((event) => event.id === id));
  if (events.length === 0) return <>{render(null)}</>;
  return (
    <>
      {view.slots.open({ slot: "main", order: view.order })}
      {events.map((event) => (
        <Case key={event.id} view={view} event={event} render={render} />
      ))}
      <Case view={view} event={null} render={render} />
      {view.slots.close()}
    </>
  );
}

/** The event a node names, or the one in scope around it. */
export function scopeOf(view: SceneView, named: string | null, scope: Scope): Scope {
  return named ? (view.facts.events.find(({ id }) => id === named) ?? scope) : scope;
}
