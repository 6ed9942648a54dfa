import { formatDate, formatMoment, formatPlainDate, formatTime, formatTimeRange } from "./dates";
import type { EventFacts, ProjectFacts } from "./facts";

/** Where a field's value comes from: `fact` is known when compiling, `event` depends on who looks, `guest` on the link. */
export type FieldScope = "fact" | "event" | "guest";

/**
 * The merge-field vocabulary shared by site, mail, SMS and calendar. Typed as `{{guest.firstName|friend}}`.
 * An `event.*` field speaks of the event in scope (a section's own event, else the main one).
 */
export const FIELDS = {
  "guest.firstName": { scope: "guest", kind: "text" },
  "guest.lastName": { scope: "guest", kind: "text" },
  "guest.fullName": { scope: "guest", kind: "text" },
  "household.name": { scope: "guest", kind: "text" },
  "invite.url": { scope: "guest", kind: "url" },
  "event.name": { scope: "event", kind: "text" },
  "event.startsAt": { scope: "event", kind: "datetime" },
  "event.endsAt": { scope: "event", kind: "datetime" },
  "event.date": { scope: "event", kind: "date" },
  "event.time": { scope: "event", kind: "time" },
  "event.hours": { scope: "event", kind: "time" },
  "event.venueName": { scope: "event", kind: "text" },
  "event.address": { scope: "event", kind: "text" },
  "event.dressCode": { scope: "event", kind: "text" },
  "event.rsvpDeadline": { scope: "event", kind: "date" },
  "project.name": { scope: "fact", kind: "text" },
  "project.eventDate": { scope: "fact", kind: "date" },
} as const satisfies Record<
  string,
  { scope: FieldScope; kind: "text" | "url" | "date" | "time" | "datetime" }
>;

export type FieldName = keyof typeof FIELDS;
export const fieldNames = Object.keys(FIELDS) as FieldName[];

/** Whether a string is a field of the vocabulary. */
export function isField(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

/** What fields are resolved from; whatever is unknown is null and the fallback is used. */
export type FieldValues = {
  project: ProjectFacts | null;
  event: EventFacts | null;
  guest: { firstName: string; lastName: string | null } | null;
  household: { name: string | null } | null;
  invite: { url: string } | null;
};

function eventField(name: string, event: EventFacts, locale: string): string | null {
  switch (name) {
    case "event.startsAt":
      return formatMoment(event.startsAt, event.timezone, locale);
    case "event.endsAt":
      return event.endsAt ? formatMoment(event.endsAt, event.timezone, locale) : null;
    case "event.date":
      return formatDate(event.startsAt, event.timezone, locale);
    case "event.time":
      return formatTime(event.startsAt, event.timezone, locale);
    case "event.hours":
      return formatTimeRange(event.startsAt, event.endsAt, event.timezone, locale);
    case "event.rsvpDeadline":
      return event.rsvpDeadline ? formatDate(event.rsvpDeadline, event.timezone, locale) : null;
    case "event.venueName":
      return event.venueName;
    case "event.address":
      return event.address;
    case "event.dressCode":
      return event.dressCode;
    default:
      return event.name;
  }
}

/**
 * The text of one field in a language, dates in the event's own time zone ("Saturday, 12 June 2027, 3 pm
 * (Rome time)"); null when there is no value, so that the caller can use the fallback.
 */
export function resolveField(name: FieldName, values: FieldValues, locale: string): string | null {
  if (name.startsWith("event.")) return (values.event && eventField(name, values.event, locale)) || null;
  switch (name) {
    case "project.name":
      return values.project?.name || null;
    case "project.eventDate":
      return values.project?.eventDate ? formatPlainDate(values.project.eventDate, locale) : null;
    case "guest.firstName":
      return values.guest?.firstName || null;
    case "guest.lastName":
      return values.guest?.lastName || null;
    case "guest.fullName":
      return fullName(values.guest) || null;
    case "household.name":
      return values.household?.name || fullName(values.guest) || null;
    case "invite.url":
      return values.invite?.url || null;
    default:
      return null;
  }
}

/** A guest's name as people write it; no last name is required. */
export function fullName(guest: { firstName: string; lastName: string | null } | null): string {
  return guest ? [guest.firstName, guest.lastName].filter(Boolean).join(" ") : "";
}

/** The name a household is addressed by: its own, else its people ("Anna, Ben and Clara"). */
export function householdName(
  household: { name: string | null },
  guests: readonly { firstName: string; lastName: string | null }[],
  locale: string,
): string {
  if (household.name) return household.name;
  const names = guests.length === 1 ? guests.map(fullName) : guests.map((guest) => guest.firstName);
  return listOf(names.filter(Boolean), locale);
}

const lists = new Map<string, Intl.ListFormat>();

/** "Anna, Ben and Clara" in a language. */
export function listOf(names: readonly string[], locale: string): string {
  // British lists have no comma before "and".
  const language = locale === "en" ? "en-GB" : locale;
  let list = lists.get(language);
  if (!list) {
    list = new Intl.ListFormat(language, { type: "conjunction" });
    lists.set(language, list);
  }
  return list.format(names);
}
