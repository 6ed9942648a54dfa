import { fold } from "./clean";
import { nameKey } from "./names";
import { alikeFirstNames } from "./nicknames";
import type { ParsedRow, Person } from "./parsed";
import type { Reason } from "./reasons";

/** A guest that is there already: in the project, or from an earlier row of the same file. */
export type Known = {
  guestId: string;
  groupId: string;
  groupName: string;
  firstName: string;
  lastName: string;
  /** The primary one first. */
  emails: string[];
  phones: string[];
  address: string | null;
  ageBand: string;
  language: string | null;
  dietary: string | null;
  notes: string | null;
  plusOnes: number;
  tags: string[];
  /** Events the guest is invited to, with what was answered so far. */
  events: Map<string, string | null>;
  /** Whether the household has a personal link: who has one is not moved to another household. */
  hasInvite: boolean;
  /** Of the guest as it is in the database. */
  version: number;
  /** The row of this file that the guest is made by; null for a guest of the project. */
  row: number | null;
};

/** What a person of a row is: somebody new, somebody known, or a question for a human. */
export type Match = { kind: "new" } | { kind: "same"; known: Known } | { kind: "conflict"; reason: Reason };

/** Guests by what they can be recognised by; grows as rows make new ones. */
export class KnownGuests {
  private readonly contacts = new Map<string, Known[]>();
  private readonly names = new Map<string, Known[]>();
  /** Guests that a row has been matched to by contact and name: an address of theirs may be shared. */
  readonly claimed = new Set<string>();

  constructor(guests: Iterable<Known> = []) {
    for (const guest of guests) this.add(guest);
  }

  add(guest: Known): void {
    for (const contact of [...guest.emails, ...guest.phones]) push(this.contacts, contact, guest);
    push(this.names, nameKey(guest.firstName, guest.lastName), guest);
  }

  /** Makes a guest findable by a contact or name that a row has just given them. */
  learn(guest: Known, contacts: readonly string[]): void {
    for (const contact of contacts) push(this.contacts, contact, guest);
    push(this.names, nameKey(guest.firstName, guest.lastName), guest);
  }

  byContact = (contact: string): readonly Known[] => this.contacts.get(contact) ?? [];
  byName = (person: Pick<Person, "firstName" | "lastName">): readonly Known[] =>
    this.names.get(nameKey(person.firstName, person.lastName)) ?? [];
}

function push(map: Map<string, Known[]>, key: string, guest: Known): void {
  const list = map.get(key);
  if (!list) map.set(key, [guest]);
  else if (!list.includes(guest)) list.push(guest);
}

const sameName = (person: Person, known: Known) =>
  nameKey(person.firstName, person.lastName) === nameKey(known.firstName, known.lastName);
/** Whether the names may be one person's. In one file two last names are two people; a guest may have married since. */
const alike = (person: Person, known: Known) =>
  sameName(person, known) ||
  (alikeFirstNames(person.firstName, known.firstName) &&
    (known.row === null ||
      !person.lastName ||
      !known.lastName ||
      fold(person.lastName) === fold(known.lastName)));
const disagree = (mine: readonly string[], theirs: readonly string[]) =>
  mine.length > 0 && theirs.length > 0 && !mine.some((contact) => theirs.includes(contact));

const several = (code: "several_matches" | "contacts_disagree", person: Person): Match => ({
  kind: "conflict",
  reason: { code, value: `${person.firstName} ${person.lastName}`.trim() },
});

/** By an address or a number, where the names may be one person's. Undefined: the contacts decide nothing. */
function matchByContact(person: Person, guests: KnownGuests, household: string | null): Match | undefined {
  const byEmail = new Set(person.emails.flatMap(guests.byContact));
  const byPhone = new Set(person.phones.flatMap(guests.byContact));
  const like = [...new Set([...byEmail, ...byPhone])].filter((known) => alike(person, known));
  const exact = like.filter((known) => sameName(person, known));
  const fitting = exact.length > 0 ? exact : like;
  if (fitting.length === 1) return { kind: "same", known: fitting[0]! };
  if (fitting.length > 1) {
    const both = fitting.filter((known) => byEmail.has(known) && (byPhone.size === 0 || byPhone.has(known)));
    if (both.length === 1) return { kind: "same", known: both[0]! };
    const apart = fitting.some((known) => byEmail.has(known)) && fitting.some((known) => !byEmail.has(known));
    return several(apart ? "contacts_disagree" : "several_matches", person);
  }
  // An address may be a family's: of the same file or household, or of somebody whom another row has claimed.
  const stranger = [...byEmail].find(
    (known) =>
      known.row === null &&
      !guests.claimed.has(known.guestId) &&
      (!household || fold(known.groupName) !== household),
  );
  return stranger
    ? {
        kind: "conflict",
        reason: { code: "email_of_another", value: `${stranger.firstName} ${stranger.lastName}`.trim() },
      }
    : undefined;
}

/** By the whole name: within the household first, then anywhere that contacts and households do not deny it. */
function matchByName(
  person: Person,
  guests: KnownGuests,
  context: { household: string | null; groups: ReadonlySet<string>; taken: ReadonlySet<Known> },
): Match | undefined {
  const named = guests.byName(person).filter((known) => !context.taken.has(known));
  const inside = named.filter(
    (known) =>
      (context.groups.has(known.groupId) ||
        (context.household && fold(known.groupName) === context.household)) &&
      // Two rows of one file with addresses of their own are two people, father and son.
      (known.row === null || !disagree(person.emails, known.emails)),
  );
  if (inside.length > 0) return { kind: "same", known: inside[0]! };
  const anywhere = named.filter(
    (known) =>
      !disagree(person.emails, known.emails) &&
      (person.emails.length > 0 || !disagree(person.phones, known.phones)) &&
      (!context.household || known.groupName === ""),
  );
  if (anywhere.length === 1) return { kind: "same", known: anywhere[0]! };
  return anywhere.length > 1 ? several("several_matches", person) : undefined;
}

/**
 * Finds for every person of a row who they are: by e-mail, phone, or name and household, nicknames considered.
 *
 * @param groups households of the project that rows of this household were matched to already
 */
export function matchRow(row: ParsedRow, guests: KnownGuests, groups: ReadonlySet<string>): Match[] {
  const household = row.household.name ? fold(row.household.name) || row.household.name.toLowerCase() : null;
  const taken = new Set<Known>();
  const mine = new Set(groups);
  const matches: (Match | undefined)[] = row.people.map((person) => {
    const match = matchByContact(person, guests, household);
    if (match?.kind !== "same") return match;
    // Of one row two people are never one, whatever address they share.
    if (taken.has(match.known)) return undefined;
    taken.add(match.known);
    mine.add(match.known.groupId);
    return match;
  });
  return row.people.map((person, index) => {
    const found = matches[index];
    // A name settles whose address it is; it settles nothing between two guests whom the contacts name.
    if (found?.kind === "same" || (found?.kind === "conflict" && found.reason.code !== "email_of_another")) {
      return found;
    }
    const byName = matchByName(person, guests, { household, groups: mine, taken });
    if (byName?.kind === "same") {
      taken.add(byName.known);
      mine.add(byName.known.groupId);
      return byName;
    }
    return found ?? byName ?? { kind: "new" };
  });
}
