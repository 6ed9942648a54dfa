import {
  dateParts,
  formatDate,
  formatMoment,
  formatPlainDate,
  formatTimeRange,
  zoneName,
} from "@/lib/scene/dates";
import type { EventFacts } from "@/lib/scene/facts";
import { withoutSentinels } from "@/lib/scene/parts";
import type { SceneNode } from "@/lib/scene/scene";
import { scopeOf, WithEvent } from "./scoped";
import type { NodeProps, SceneView } from "./view";

const clean = (text: string | null) => (text ? withoutSentinels(text) : null);

/** The date as an engraver sets it: weekday and hour beside the day, month above, year below. */
function CalendarLine({ view, event }: { view: SceneView; event: EventFacts }) {
  const { weekday, day, month, year, time } = dateParts(event.startsAt, event.timezone, view.locale);
  return (
    <div className="cal">
      <time dateTime={event.startsAt} className="vh">
        {formatMoment(event.startsAt, event.timezone, view.locale)}
      </time>
      <div aria-hidden="true">
        <span className="cal-m">{month}</span>
        <span className="cal-w">{weekday}</span>
        <span className="cal-d">{day}</span>
        <span className="cal-t">{time}</span>
        <span className="cal-y">{year}</span>
      </div>
    </div>
  );
}

function Place({ event }: { event: EventFacts }) {
  const { venueName, address } = event;
  if (!venueName && !address) return null;
  return (
    <p className="place">
      {venueName ? <b>{clean(venueName)}</b> : null}
      {venueName && address ? " " : null}
      {address ? <span>{clean(address)}</span> : null}
    </p>
  );
}

function Ledger({ view, event }: { view: SceneView; event: EventFacts }) {
  const { t, locale } = view;
  const { startsAt, endsAt, timezone } = event;
  return (
    <dl className="ledger">
      <div>
        <dt>{t("when")}</dt>
        <dd>
          <time dateTime={startsAt}>
            <b>{formatDate(startsAt, timezone, locale)}</b>{" "}
            <span>
              {formatTimeRange(startsAt, endsAt, timezone, locale)} ({zoneName(timezone, locale, startsAt)})
            </span>
          </time>
        </dd>
      </div>
      {event.venueName || event.address ? (
        <div>
          <dt>{t("where")}</dt>
          <dd>
            {event.venueName ? <b>{clean(event.venueName)}</b> : null} <span>{clean(event.address)}</span>
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

function PosterDate({ view, event }: { view: SceneView; event: EventFacts }) {
  const { weekday, day, month } = dateParts(event.startsAt, event.timezone, view.locale);
  return (
    <div className="poster">
      <div className="disc" aria-hidden="true">
        <span>{weekday}</span>
        <b>{day}</b>
        <span>{month}</span>
      </div>
      <p>
        <time dateTime={event.startsAt}>
          <span className="vh">{formatDate(event.startsAt, event.timezone, view.locale)}, </span>
          <b>{formatTimeRange(event.startsAt, event.endsAt, event.timezone, view.locale)}</b>{" "}
          <small>{zoneName(event.timezone, view.locale, event.startsAt)}</small>
        </time>
        {event.venueName ? <b className="pl">{clean(event.venueName)}</b> : null}
        {event.address ? <span>{clean(event.address)}</span> : null}
      </p>
    </div>
  );
}

/** When and where. Before there is an event, the project's date; before that, nothing. */
export function FactsOf({ view, node, scope }: NodeProps<SceneNode<"facts">>) {
  const { as, event: named } = node.props;
  view.used.add(as);
  const plainDate = view.facts.project.eventDate;
  return (
    <WithEvent
      view={view}
      scope={scopeOf(view, named, scope)}
      render={(event) => {
        if (!event)
          return plainDate ? <p className="place">{formatPlainDate(plainDate, view.locale)}</p> : null;
        if (as === "ledger") return <Ledger view={view} event={event} />;
        if (as === "poster") return <PosterDate view={view} event={event} />;
        return (
          <>
            <CalendarLine view={view} event={event} />
            <Place event={event} />
          </>
        );
      }}
    />
  );
}
