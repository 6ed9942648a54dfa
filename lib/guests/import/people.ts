import { createHash } from "node:crypto";
import type { CountryCode } from "libphonenumber-js/min";
import { attendanceOf, grantedOf } from "./attendance";
import { readEmails } from "./cells";
import { fold } from "./clean";
import type { ColumnMapping } from "./columns";
import type { RawRow } from "./csv";
import type { Field, PersonField } from "./fields";
import { linkHosts } from "./hosts";
import { countryOf } from "./languages";
import { type Party, parseParty, splitName } from "./names";
import { pacer } from "./pace";
import { isRejected, MOST, nobodyYet, type ParsedRow, type Person } from "./parsed";
import {
  addressOf,
  collect,
  contactsOf,
  countCompanions,
  type Draft,
  detailsOf,
  furtherPeople,
  namesOf,
  textOf,
} from "./person";
import { countryCode } from "./phones";
import type { Reason } from "./reasons";

/** The hash of a row's filled cells with their headings, in the headings' order. */
function hasher(headings: readonly string[]): (row: RawRow) => string {
  const order = headings.map((_, index) => index).sort((a, b) => (headings[a]! < headings[b]! ? -1 : 1));
  return (row) => {
    const pairs: string[] = [];
    for (const index of order) if (row.cells[index]) pairs.push(headings[index]!, row.cells[index]);
    return createHash("sha256").update(JSON.stringify(pairs)).digest("base64url").slice(0, 22);
  };
}

function refuseLong(people: readonly Person[], household: string | null, reasons: Reason[]): void {
  const long = (value: string | null, most: number) => {
    if (value && value.length > most) reasons.push({ code: "too_long", value: `${value.slice(0, 40)}…` });
  };
  long(household, MOST.name);
  for (const person of people) {
    long(person.firstName, MOST.name);
    long(person.lastName, MOST.name);
    long(person.address, MOST.address);
    long(person.notes, MOST.text);
    long(person.dietary, MOST.text);
    for (const tag of person.tags) long(tag, MOST.tag);
  }
}

/** Whether a household's name is only a number to tell it by, not what anybody would call it. */
const isNumber = (name: string) => /^[#\s]*\d+[a-z]?$/i.test(name);

/** What is the same for every row of a table. */
type Reading = { columns: readonly ColumnMapping[]; country: CountryCode; hasNames: boolean };

const main = (field: PersonField): Field => field;

/** Whom the row itself names: by its columns of names, else by its household, else by an e-mail address. */
function partyOf(draft: Draft, reading: Reading, group: string, email: string | undefined): Party {
  const party = namesOf(draft, main);
  if (reading.hasNames || party.people.length > 0) return party;
  if (group && !isNumber(group)) return parseParty(group);
  if (!email) return party;
  const [local = ""] = email.split("@");
  const words = local.split(/[._+-]+/).filter((word) => /\p{L}/u.test(word));
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ") || local;
  draft.reasons.push({ code: "name_from_email", value: email });
  return { people: [{ ...splitName(name), guests: 0 }], household: null, uncounted: false };
}

/** The people that the names of a row's own columns are, with what the row says of them. */
function ownPeople(draft: Draft, { people }: Party, granted: number | undefined): Person[] {
  const { cells, reasons } = draft;
  const contacts = contactsOf(draft, main);
  const details = detailsOf(draft, main);
  // As many addresses as people are one each; otherwise they are the first one's.
  const share = (values: string[], index: number) =>
    people.length > 1 && values.length === people.length ? [values[index]!] : index === 0 ? values : [];
  return people.map(({ firstName, lastName, guests }, index) => {
    const plusOnes = (index === 0 ? granted : undefined) ?? (guests || null);
    if (plusOnes !== null && plusOnes > MOST.plusOnes) {
      reasons.push({ code: "plus_ones_capped", value: String(plusOnes) });
    }
    // Written out: spreading an object into each row costs as much as reading the row.
    return {
      firstName,
      lastName,
      emails: share(contacts.emails, index),
      phones: share(contacts.phones, index),
      address: index === 0 ? addressOf(cells) : null,
      ageBand: details.ageBand,
      language: details.language,
      dietary: index === 0 ? details.dietary : null,
      notes: index === 0 ? details.notes : null,
      tags: details.tags,
      plusOnes: plusOnes === null ? null : Math.min(MOST.plusOnes, plusOnes),
      plusOneOf: textOf(cells, "plusOneOf") || null,
    };
  });
}

function parseRow(row: RawRow, hash: string, reading: Reading): ParsedRow {
  const cells = collect(row, reading.columns);
  const reasons: Reason[] = [];
  const written = textOf(cells, "country");
  const country = countryCode(written && countryOf(written)) ?? reading.country;
  const draft: Draft = { cells, reasons, country };
  const group = textOf(cells, "household").replace(/\s+/g, " ");
  const key = group ? `h:${fold(group) || group.toLowerCase()}` : null;
  const parsed = (people: Person[], events: ParsedRow["events"], name: string | null): ParsedRow => ({
    row: row.row,
    hash,
    joins: null,
    reasons,
    household: { key, name },
    people,
    events,
  });
  for (const [field, [cell]] of cells) {
    if (!cell || cell.value.length <= MOST.cellOfNames || !/name$/i.test(field)) continue;
    reasons.push({ code: "too_long", column: cell.column, value: `${cell.value.slice(0, 40)}…` });
    return parsed([], [], null);
  }
  const [email] = cells.get("email") ?? [];
  const party = partyOf(draft, reading, group, email && readEmails(email.value).values[0]);
  const { events, plusOnes: seats } = attendanceOf(cells, reading.columns);
  const granted = grantedOf(draft, party.people.length + countCompanions(cells));
  const people = ownPeople(draft, party, granted.plusOnes ?? seats);
  const [first] = people;
  if (!first) {
    reasons.push({ code: "name_missing" });
    return parsed([], events, null);
  }
  const further = furtherPeople(draft, first);
  people.push(...further);
  for (const { firstName, lastName } of granted.people) {
    people.push({ ...nobodyYet, firstName, lastName, plusOneOf: nameOf(first) });
  }
  if (party.uncounted) reasons.push({ code: "further_people_unnamed", value: party.household ?? "" });
  const composed = party.household ?? (further.length > 0 ? composeName(people) : null);
  const name = group && !isNumber(group) ? group : composed;
  refuseLong(people, name, reasons);
  return parsed(people, events, name);
}

const nameOf = ({ firstName, lastName }: Pick<Person, "firstName" | "lastName">) =>
  `${firstName} ${lastName}`.trim();

/** "Ann & Bob Smith" or "Ann Smith & Bob Jones", of the first two grown people. */
function composeName(people: readonly Person[]): string {
  const [a, b] = people.filter(({ ageBand }) => ageBand !== "child" && ageBand !== "infant");
  if (!a) return "";
  if (!b) return nameOf(a);
  return a.lastName === b.lastName
    ? `${a.firstName} & ${b.firstName} ${a.lastName}`.trim()
    : `${nameOf(a)} & ${nameOf(b)}`;
}

/**
 * Turns rows into people in households, in the order of the file, each row with the reasons that reject it or
 * are worth knowing. Pure but for yielding to the event loop.
 *
 * @param options.country ISO 3166-1 code that phone numbers without a prefix belong to
 */
export async function readPeople(
  table: { columns: readonly string[]; rows: readonly RawRow[] },
  columns: readonly ColumnMapping[],
  options: { country: CountryCode },
): Promise<ParsedRow[]> {
  const pace = pacer();
  const hashOf = hasher(table.columns);
  const hasNames = columns.some(
    ({ field }) => field !== null && /^(fullName|firstName|lastName)$/.test(field),
  );
  const reading = { columns, country: options.country, hasNames };
  const parsed: ParsedRow[] = [];
  for (const row of table.rows) {
    parsed.push(parseRow(row, hashOf(row), reading));
    if (pace.due()) await pace.rest();
  }
  linkHosts(parsed);
  for (const row of parsed) if (isRejected(row)) row.people = [];
  return parsed;
}
