import { formatMoment } from "../dates";
import type { Facts } from "../facts";
import type { Slot } from "../parts";

/** An RSVP slot as the compiler makes it, for tests of the form alone. */
export function eventWordsForTest(facts: Facts): Extract<Slot, { slot: "rsvp" }> {
  const events = facts.events.map(({ id, name, startsAt, timezone, venueName }) => ({
    id,
    name,
    when: formatMoment(startsAt, timezone, "en"),
    place: venueName,
    mapUrl: null,
  }));
  return {
    slot: "rsvp",
    locale: "en",
    yes: "",
    no: "",
    timezone: facts.project.timezone,
    events,
    flourish: "",
  };
}
