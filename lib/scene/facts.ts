/** The facts of one event, as the site, mail, SMS and calendar share them. Times are RFC 3339 in UTC. */
export type EventFacts = {
  id: string;
  name: string;
  startsAt: string;
  endsAt: string | null;
  timezone: string;
  venueName: string | null;
  address: string | null;
  dressCode: string | null;
  rsvpDeadline: string | null;
};

/** The facts of one project. `eventDate` is a plain date (YYYY-MM-DD) or null. */
export type ProjectFacts = {
  name: string;
  kind: string;
  eventDate: string | null;
  timezone: string;
  locale: string;
};

/** Everything a scene may say about the occasion; changing any of it recompiles what was published. */
export type Facts = { project: ProjectFacts; events: EventFacts[] };

/** The calendar day of an instant in a time zone, as YYYY-MM-DD (ISO 8601). */
export function dayIn(instant: string, timezone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date(instant));
}

/**
 * The event that "the event" means when none is named: the first on the project's own date, else the first.
 * With `invited`, only among those events; null when there is none.
 */
export function mainEvent(facts: Facts, invited?: readonly string[]): EventFacts | null {
  const candidates = facts.events
    .filter((event) => !invited || invited.includes(event.id))
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || (a.id < b.id ? -1 : 1));
  const { eventDate } = facts.project;
  return (
    candidates.find((event) => eventDate !== null && dayIn(event.startsAt, event.timezone) === eventDate) ??
    candidates[0] ??
    null
  );
}
