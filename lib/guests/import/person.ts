import type { CountryCode } from "libphonenumber-js/min";
import { readAgeBand, readEmails, readPhones, readTags, readYesNo, saysNothing } from "./cells";
import type { ColumnMapping } from "./columns";
import type { RawRow } from "./csv";
import { companionOf, type Field, type PersonField } from "./fields";
import { languageOf } from "./languages";
import { parseFirstNames, parseParty } from "./names";
import { nobodyYet, type Person } from "./parsed";
import type { Reason } from "./reasons";

/** The filled cells of a row under what they mean. */
export type Cells = Map<Field, { column: string; value: string }[]>;
/** A row being read. */
export type Draft = { cells: Cells; reasons: Reason[]; country: CountryCode };

/** Sorts a row's cells under the fields of their columns. */
export function collect(row: RawRow, columns: readonly ColumnMapping[]): Cells {
  const cells: Cells = new Map();
  columns.forEach(({ field, column }, index) => {
    const value = row.cells[index] ?? "";
    if (field === null || value === "") return;
    const entries = cells.get(field);
    if (entries) entries.push({ column, value });
    else cells.set(field, [{ column, value }]);
  });
  return cells;
}

export const textOf = (cells: Cells, field: Field): string => cells.get(field)?.[0]?.value ?? "";
const textsOf = (cells: Cells, field: Field): string[] => cells.get(field)?.map(({ value }) => value) ?? [];

/** The contacts of one person's columns; an address that is none rejects the row, a number that is none is noted. */
export function contactsOf(
  draft: Draft,
  of: (field: PersonField) => Field,
): Pick<Person, "emails" | "phones"> {
  const emails: string[] = [];
  const phones: string[] = [];
  for (const { column, value } of draft.cells.get(of("email")) ?? []) {
    const read = readEmails(value);
    emails.push(...read.values);
    for (const wrong of read.wrong) {
      draft.reasons.push({
        code: read.values.length > 0 ? "email_ignored" : "email_invalid",
        column,
        value: wrong,
      });
    }
  }
  for (const { column, value } of draft.cells.get(of("phone")) ?? []) {
    const read = readPhones(value, draft.country);
    phones.push(...read.values);
    for (const wrong of read.wrong) {
      draft.reasons.push({
        code: read.values.length > 0 ? "phone_ignored" : "phone_unreadable",
        column,
        value: wrong,
      });
    }
  }
  return { emails: [...new Set(emails)], phones: [...new Set(phones)] };
}

/** What else one person's columns say. */
export function detailsOf(draft: Draft, of: (field: PersonField) => Field) {
  const { cells, reasons } = draft;
  const [age] = cells.get(of("ageBand")) ?? [];
  const [child] = cells.get(of("isChild")) ?? [];
  const [language] = cells.get(of("language")) ?? [];
  const isChild = child && readYesNo(child.value);
  const ageBand = age
    ? readAgeBand(age.value)
    : child && (isChild === undefined ? readAgeBand(child.value) : isChild ? "child" : "adult");
  const tag = language && languageOf(language.value);
  for (const given of [age, age ? undefined : child]) {
    if (given && !ageBand && !saysNothing(given.value)) reasons.push({ code: "age_unreadable", ...given });
  }
  if (language && !tag && !saysNothing(language.value))
    reasons.push({ code: "language_unknown", ...language });
  const joined = (values: string[]) => values.join("\n") || null;
  const notes = [
    ...textsOf(cells, of("notes")),
    ...(of("notes") === "notes"
      ? (cells.get("note") ?? []).map(({ column, value }) => `${column}: ${value}`)
      : []),
  ];
  return {
    ageBand: ageBand ?? null,
    language: tag ?? null,
    dietary: joined(textsOf(cells, of("dietary"))),
    notes: joined(notes),
    tags: readTags(textsOf(cells, of("tags"))),
  };
}

/** The names in one person's columns: first and last where given, else the full name taken apart. */
export function namesOf(draft: Draft, of: (field: PersonField) => Field) {
  const get = (field: PersonField) => textOf(draft.cells, of(field)).replace(/[^\S\n]+/g, " ");
  const first = get("firstName");
  const last = [get("lastName"), get("suffix")].filter(Boolean).join(" ");
  const full = get("fullName");
  if (full && (!first || first === full)) {
    const party = parseParty([full, first === full ? last : ""].filter(Boolean).join(" "));
    for (const person of party.people) if (!person.lastName && !party.household) person.lastName = last;
    return party;
  }
  const given = [first, get("middleName")].filter(Boolean).join(" ");
  return given ? parseFirstNames(given, last) : { people: [], household: null, uncounted: false };
}

/** The postal address: as one cell has it, else put together from its parts. */
export function addressOf(cells: Cells): string | null {
  const whole = textOf(cells, "address");
  const town = [textOf(cells, "postalCode"), textOf(cells, "city")].filter(Boolean).join(" ");
  const parts = [textOf(cells, "street"), town, textOf(cells, "region"), textOf(cells, "country")].filter(
    Boolean,
  );
  const built = parts.length > 1 || !whole ? parts.join(", ") : "";
  return whole || built || null;
}

/** How many further people a row has columns filled for. */
export function countCompanions(cells: Cells): number {
  const found = new Set<string>();
  for (const field of cells.keys()) {
    const companion = companionOf(field);
    if (companion) found.add(companion.kind + companion.number);
  }
  return found.size;
}

/** Further people from columns of their own: partner, companions, children; a blank last name is the first person's. */
export function furtherPeople(draft: Draft, main: Pick<Person, "lastName" | "tags" | "language">): Person[] {
  const numbers = new Map<string, { kind: "companion" | "child"; number: number }>();
  for (const field of draft.cells.keys()) {
    const companion = companionOf(field);
    if (companion) numbers.set(`${companion.kind}${companion.number}`, companion);
  }
  const found: Person[] = [];
  const sorted = [...numbers.values()].sort((a, b) =>
    a.kind === b.kind ? a.number - b.number : a.kind === "companion" ? -1 : 1,
  );
  for (const { kind, number } of sorted) {
    const of = (field: PersonField): Field => `${kind}${number}.${field}`;
    const { people } = namesOf(draft, of);
    const contacts = contactsOf(draft, of);
    const details = detailsOf(draft, of);
    if (people.length === 0) {
      const [entry] = [...draft.cells].find(([field]) => companionOf(field)?.number === number)?.[1] ?? [];
      draft.reasons.push({ code: "companion_unnamed", ...entry });
    }
    for (const [index, name] of people.entries()) {
      found.push({
        ...nobodyYet,
        ...(index === 0 ? contacts : {}),
        ...details,
        firstName: name.firstName,
        lastName: name.lastName || main.lastName,
        tags: details.tags.length > 0 ? details.tags : main.tags,
        language: details.language ?? main.language,
        ageBand: details.ageBand ?? (kind === "child" ? "child" : null),
        plusOnes: name.guests || null,
      });
    }
  }
  return found;
}
