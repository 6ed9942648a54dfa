import type { Answer } from "./answers";
import { fold } from "./clean";
import type { Known } from "./duplicates";
import type { Person } from "./parsed";

/** An invitation to an event, with the answer that the file has for it. */
export type Invitation = { eventId: string; answer: Answer | null };

/** What a row changes of a guest that is there; absent keys stay as they are. */
export type Changes = {
  firstName?: string;
  lastName?: string;
  ageBand?: string;
  language?: string;
  dietary?: string;
  notes?: string;
  plusOneAllowance?: number;
  /** Contacts to add; the first of a kind becomes the primary one. */
  emails?: string[];
  phones?: string[];
  address?: string;
  tags?: string[];
  /** Events to invite to as well, and answers where there is none yet. */
  events?: Invitation[];
};

const shouting = (name: string) => name === name.toLowerCase() || name === name.toUpperCase();

/** A name replaces another unless it only says the same in all small or all capital letters. */
const renames = (now: string, then: string) =>
  now !== "" && now !== then && !(fold(now) === fold(then) && shouting(now));

const added = (mine: readonly string[], theirs: readonly string[]) =>
  mine.filter((value) => !theirs.includes(value));

/**
 * What a person's row says that the guest does not have yet. A blank cell never erases: a list without a column
 * of phones must not take anybody's phone away.
 *
 * @param invitations what the row says of events, or null where it says nothing of them
 */
export function changesOf(person: Person, known: Known, invitations: readonly Invitation[] | null): Changes {
  const changes: Changes = {};
  if (renames(person.firstName, known.firstName)) changes.firstName = person.firstName;
  if (renames(person.lastName, known.lastName)) changes.lastName = person.lastName;
  if (person.ageBand && person.ageBand !== known.ageBand) changes.ageBand = person.ageBand;
  if (person.language && person.language !== known.language) changes.language = person.language;
  if (person.dietary && person.dietary !== known.dietary) changes.dietary = person.dietary;
  if (person.notes && person.notes !== known.notes) changes.notes = person.notes;
  if (person.plusOnes !== null && person.plusOnes !== known.plusOnes)
    changes.plusOneAllowance = person.plusOnes;
  const emails = added(person.emails, known.emails);
  const phones = added(person.phones, known.phones);
  if (emails.length > 0) changes.emails = emails;
  if (phones.length > 0) changes.phones = phones;
  if (person.address && person.address !== known.address) changes.address = person.address;
  const had = new Set(known.tags.map((tag) => tag.toLowerCase()));
  const tags = person.tags.filter((tag) => !had.has(tag.toLowerCase()));
  if (tags.length > 0) changes.tags = tags;
  // An answer that a guest or host gave stands; the file's fills what is open.
  const events = (invitations ?? []).filter(
    ({ eventId, answer }) =>
      !known.events.has(eventId) || (answer !== null && known.events.get(eventId) === null),
  );
  if (events.length > 0) changes.events = events;
  return changes;
}

/** The guest as the changes leave them, so that a later row of the same file is compared with that. */
export function applyChanges(known: Known, changes: Changes): void {
  const { emails, phones, address, tags, events, plusOneAllowance, ...plain } = changes;
  Object.assign(known, plain);
  if (plusOneAllowance !== undefined) known.plusOnes = plusOneAllowance;
  if (address) known.address = address;
  known.emails = [...(emails ?? []), ...known.emails];
  known.phones = [...(phones ?? []), ...known.phones];
  known.tags.push(...(tags ?? []));
  for (const { eventId, answer } of events ?? []) known.events.set(eventId, answer);
}
