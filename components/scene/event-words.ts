import { formatMoment } from "@/lib/scene/dates";
import type { EventFacts } from "@/lib/scene/facts";
import { type EventWords, withoutSentinels } from "@/lib/scene/parts";
import type { SceneView } from "./view";

/** Where a map shows a venue: a search by its words, which every phone hands to the map it has. */
export function mapUrl(event: EventFacts): string | null {
  const place = [event.venueName, event.address].filter(Boolean).join(", ");
  return place ? `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(place)}` : null;
}

/** The events as the answer's slots need them, by time. */
export function eventWords(view: SceneView): EventWords[] {
  return [...view.facts.events]
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || (a.id < b.id ? -1 : 1))
    .map((event) => ({
      id: event.id,
      name: withoutSentinels(event.name),
      when: formatMoment(event.startsAt, event.timezone, view.locale),
      place: event.venueName ? withoutSentinels(event.venueName) : null,
      mapUrl: mapUrl(event),
    }));
}
