import { formatDate, formatTimeRange, zoneName } from "@/lib/scene/dates";
import type { EventFacts } from "@/lib/scene/facts";
import { withoutSentinels } from "@/lib/scene/parts";
import type { SceneNode } from "@/lib/scene/scene";
import type { Text } from "@/lib/scene/text";
import { Elements } from "./elements";
import { eventWords, mapUrl } from "./event-words";
import { Ornament } from "./ornaments/ornament";
import { scopeOf, When, WithEvent } from "./scoped";
import type { NodeProps, SceneView, Scope } from "./view";
import { Runs } from "./words";

const clean = (text: string | null) => (text ? withoutSentinels(text) : null);

function Shell(props: {
  view: SceneView;
  node: SceneNode;
  surface: string;
  heading: Text;
  scope: Scope;
  anchor?: string;
  children: React.ReactNode;
}) {
  const { view, node, surface, heading, scope, anchor, children } = props;
  const id = anchor ?? `s-${node.id}`;
  view.used.add(node.type).add(`b-${surface}`);
  return (
    <section
      className={`sec b b-${surface} ${node.type}`}
      id={id}
      {...(heading.length > 0 ? { "aria-labelledby": `${id}-h` } : {})}
    >
      <div className="in">
        {heading.length > 0 ? (
          <h2 id={`${id}-h`}>
            <Runs view={view} text={heading} scope={scope} />
          </h2>
        ) : null}
        <div className="col">{children}</div>
      </div>
    </section>
  );
}

function Hero({ view, node }: NodeProps<SceneNode<"hero">>) {
  const { surface, event } = node.props;
  view.used.add("hero").add(`b-${surface}`);
  return (
    <header className={`sec b b-${surface} hero h-${view.theme.hero}`}>
      <div className="in">
        <Elements view={view} parent={node.id} scope={scopeOf(view, event, undefined)} />
        <When view={view} is={{ personal: true }}>
          <p className="print">
            {view.t("printReply", {
              url: view.slots.leaf({ slot: "field", field: "invite.url", fallback: "", locale: view.locale }),
            })}
          </p>
        </When>
      </div>
    </header>
  );
}

function ScheduleEvent({ view, event }: { view: SceneView; event: EventFacts }) {
  const { startsAt, endsAt, timezone, venueName, address, dressCode } = event;
  return (
    <li className="ev">
      <h3>{clean(event.name)}</h3>
      <p className="ev-when">
        <time dateTime={startsAt}>
          <span>{formatDate(startsAt, timezone, view.locale)}</span>{" "}
          <b>{formatTimeRange(startsAt, endsAt, timezone, view.locale)}</b>{" "}
          <small>({zoneName(timezone, view.locale, startsAt)})</small>
        </time>
      </p>
      {venueName || address ? (
        <p className="ev-where">
          {venueName ? <b>{clean(venueName)}</b> : null} {address ? <span>{clean(address)}</span> : null}
        </p>
      ) : null}
      {dressCode ? (
        <p className="ev-dress">
          <small>{view.t("dress")}</small> {clean(dressCode)}
        </p>
      ) : null}
    </li>
  );
}

function Schedule({ view, node }: NodeProps<SceneNode<"schedule">>) {
  const { heading, surface, publicEvents } = node.props;
  const events = [...view.facts.events].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  if (events.length === 0) return null;
  return (
    <Shell view={view} node={node} surface={surface} heading={heading} scope={undefined}>
      <ol className={`evs ${view.theme.schedule}`}>
        {events.map((event) => (
          <When
            key={event.id}
            view={view}
            is={{ invited: event.id, public: publicEvents === "all" || event.id === view.order[0] }}
          >
            <ScheduleEvent view={view} event={event} />
          </When>
        ))}
      </ol>
      <Elements view={view} parent={node.id} scope={undefined} />
    </Shell>
  );
}

function Venue({ view, node }: NodeProps<SceneNode<"venue">>) {
  const { heading, surface, event: named, mapLink } = node.props;
  const scope = scopeOf(view, named, undefined);
  return (
    <Shell view={view} node={node} surface={surface} heading={heading} scope={scope}>
      <WithEvent
        view={view}
        scope={scope}
        render={(event) =>
          event && (event.venueName || event.address) ? (
            <address>
              {event.venueName ? <b>{clean(event.venueName)}</b> : null}
              {event.address ? <span>{clean(event.address)}</span> : null}
              {mapLink ? (
                <a className="map" href={mapUrl(event) ?? "#"} rel="noreferrer">
                  {view.t("map")}
                </a>
              ) : null}
            </address>
          ) : null
        }
      />
      <Elements view={view} parent={node.id} scope={scope} />
    </Shell>
  );
}

function Rsvp({ view, node, flourish }: NodeProps<SceneNode<"rsvp">> & { flourish: string }) {
  const { heading, surface, intro, yes, no } = node.props;
  const { facts, locale, slots } = view;
  return (
    <Shell view={view} node={node} surface={surface} heading={heading} scope={undefined} anchor="rsvp">
      {intro.length > 0 ? (
        <p className="intro">
          <Runs view={view} text={intro} scope={undefined} />
        </p>
      ) : null}
      <div className="panel" data-panel="">
        {slots.leaf({
          slot: "rsvp",
          locale,
          yes,
          no,
          timezone: facts.project.timezone,
          events: eventWords(view),
          flourish,
        })}
      </div>
      <Elements view={view} parent={node.id} scope={undefined} />
    </Shell>
  );
}

/** One section, by its type. */
export function Section({ view, node, scope, flourish }: NodeProps & { flourish: string }) {
  switch (node.type) {
    case "hero":
      return <Hero view={view} node={node} scope={scope} />;
    case "schedule":
      return <Schedule view={view} node={node} scope={scope} />;
    case "venue":
      return <Venue view={view} node={node} scope={scope} />;
    case "rsvp":
      return <Rsvp view={view} node={node} scope={scope} flourish={flourish} />;
    case "story":
    case "details": {
      const event = node.type === "details" ? scopeOf(view, node.props.event, undefined) : undefined;
      return (
        <Shell
          view={view}
          node={node}
          surface={node.props.surface}
          heading={node.props.heading}
          scope={event}
        >
          <Elements view={view} parent={node.id} scope={event} />
        </Shell>
      );
    }
    case "divider":
      view.used.add(`b-${node.props.surface}`);
      return (
        <div className={`b b-${node.props.surface} divider`}>
          <Ornament view={view} size="rule" />
        </div>
      );
    case "footer":
      view.used.add(`b-${node.props.surface}`);
      return (
        <footer className={`sec b b-${node.props.surface} footer`}>
          <div className="in">
            <Elements view={view} parent={node.id} scope={undefined} />
          </div>
        </footer>
      );
    default:
      return <Elements view={view} parent={node.id} scope={scope} />;
  }
}
