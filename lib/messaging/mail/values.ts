import { type EventFacts, type Facts, mainEvent } from "@/lib/scene/facts";
import { FIELDS, type FieldName, type FieldValues, householdName, resolveField } from "@/lib/scene/fields";
import type { MailValues } from "./parts";

/** Somebody a mail is for. */
export type Addressee = {
  firstName: string;
  lastName: string;
  /** The household's own name; empty for an unnamed one. */
  household: string;
  /** Everybody in the household, in the order they are addressed. */
  people: { firstName: string; lastName: string }[];
  /** The events the guest is invited to. */
  eventIds: string[];
};

/** The event that a guest's mail speaks of: the one the campaign is about, else their main one. */
export function eventFor(facts: Facts, eventIds: string[], about: string | null): EventFacts | null {
  return facts.events.find(({ id }) => id === about) ?? mainEvent(facts, eventIds) ?? mainEvent(facts);
}

/**
 * Makes what guests' mails are filled with: every field that has a value, in the mail's language. The personal link
 * is not among them; it is a secret and is kept apart. Facts are worded once for all who are
 * invited to the same events.
 */
export function valuesOf(
  fields: readonly FieldName[],
  facts: Facts,
  locale: string,
  about: string | null,
): (guest: Addressee) => MailValues {
  const ofGuests = fields.filter((field) => FIELDS[field].scope === "guest");
  const ofFacts = fields.filter((field) => FIELDS[field].scope !== "guest");
  const nobody = { project: facts.project, guest: null, household: null, invite: null };
  const worded = new Map<string, MailValues>();
  return ({ firstName, lastName, household, people, eventIds }) => {
    const invited = eventIds.join();
    let values = worded.get(invited);
    if (!values) {
      values = resolved(ofFacts, { ...nobody, event: eventFor(facts, eventIds, about) }, locale);
      worded.set(invited, values);
    }
    const name = ofGuests.includes("household.name")
      ? householdName({ name: household }, people, locale)
      : null;
    const guest = { ...nobody, event: null, guest: { firstName, lastName }, household: { name } };
    return { ...values, ...resolved(ofGuests, guest, locale) };
  };
}

function resolved(fields: readonly FieldName[], known: FieldValues, locale: string): MailValues {
  const values: MailValues = {};
  for (const field of fields) {
    const value = resolveField(field, known, locale);
    if (value !== null) values[field] = value;
  }
  return values;
}
