import { formatDate, formatTime } from "@/lib/scene/dates";
import type { SceneNode } from "@/lib/scene/scene";
import { eventWords } from "./event-words";
import { FactsOf } from "./facts";
import { Ornament, Sign } from "./ornaments/ornament";
import { scopeOf, When, WithEvent } from "./scoped";
import type { NodeProps } from "./view";
import { hasFacts, mustKnow, plain, Runs } from "./words";

function TextElement({ view, node, scope }: NodeProps<SceneNode<"text">>) {
  const { role, text } = node.props;
  if (text.length === 0) return null;
  const words = <Runs view={view} text={text} scope={scope} amp={role === "title"} />;
  view.used.add(role);
  if (role === "title") return <h1 className="title">{words}</h1>;
  return <p className={role}>{words}</p>;
}

function Greeting({ view, node, scope }: NodeProps<SceneNode<"greeting">>) {
  const { label, text } = node.props;
  const known = mustKnow(text);
  const line = (
    <p
      className={`greet${view.slots.open({ slot: "when", is: { longName: 26 } })} long${view.slots.close()}`}
    >
      {label ? <small>{label}</small> : null}
      <span>
        <Runs view={view} text={text} scope={scope} />
      </span>
    </p>
  );
  return known.length > 0 ? (
    <When view={view} is={{ known }}>
      {line}
    </When>
  ) : (
    line
  );
}

function Detail({ view, node, scope }: NodeProps<SceneNode<"detail">>) {
  const { label, text } = node.props;
  return (
    <WithEvent
      view={view}
      scope={scope}
      render={(event) =>
        hasFacts(view, text, event) && plain(view, text, event).trim() !== "" ? (
          <div className="detail">
            <h3>
              <Runs view={view} text={label} scope={event ?? scope} />
            </h3>
            <p>
              <Runs view={view} text={text} scope={event ?? scope} />
            </p>
          </div>
        ) : null
      }
    />
  );
}

function Answer({ view }: NodeProps<SceneNode<"answer">>) {
  const { facts, locale, slots, yes, no } = view;
  return (
    <div className="answer" data-answer="">
      {slots.leaf({
        slot: "answer",
        locale,
        yes,
        no,
        timezone: facts.project.timezone,
        events: eventWords(view),
      })}
    </div>
  );
}

function Countdown({ view, node, scope }: NodeProps<SceneNode<"countdown">>) {
  return (
    <WithEvent
      view={view}
      scope={scopeOf(view, node.props.event, scope)}
      render={(event) =>
        event ? (
          <p
            className="count"
            data-left={event.startsAt}
            data-hours={view.t("hours")}
            data-minutes={view.t("minutes")}
          >
            {view.slots.leaf({
              slot: "days",
              at: event.startsAt,
              timezone: event.timezone,
              locale: view.locale,
            })}
            <span className="vh">
              {" "}
              {formatDate(event.startsAt, event.timezone, view.locale)},{" "}
              {formatTime(event.startsAt, event.timezone, view.locale)}
            </span>
          </p>
        ) : null
      }
    />
  );
}

function Group({ view, node, scope }: NodeProps<SceneNode<"group">>) {
  return (
    <div className={`group ${node.props.layout}`}>
      <Elements view={view} parent={node.id} scope={scope} />
    </div>
  );
}

/** One element or group, by its type. Types of sections draw nothing here. */
function Element({ view, node, scope }: NodeProps) {
  switch (node.type) {
    case "text":
      return <TextElement view={view} node={node} scope={scope} />;
    case "greeting":
      return <Greeting view={view} node={node} scope={scope} />;
    case "facts":
      return <FactsOf view={view} node={node} scope={scope} />;
    case "answer":
      return <Answer view={view} node={node} scope={scope} />;
    case "detail":
      return <Detail view={view} node={node} scope={scope} />;
    case "ornament":
      return <Ornament view={view} size={node.props.size} />;
    case "monogram":
      return <Sign view={view} initials={node.props.initials} />;
    case "countdown":
      return <Countdown view={view} node={node} scope={scope} />;
    case "group":
      return <Group view={view} node={node} scope={scope} />;
    default:
      return null;
  }
}

/** What hangs under a section or group, in order. */
export function Elements({
  view,
  parent,
  scope,
}: {
  view: NodeProps["view"];
  parent: string;
  scope: NodeProps["scope"];
}) {
  return (
    <>
      {view.children(parent).map((node) => (
        <Element key={node.id} view={view} node={node} scope={scope} />
      ))}
    </>
  );
}
