import { countNobody, nameKey } from "./names";
import { isRejected, MOST, type ParsedRow } from "./parsed";

const POSSESSIVE = /^(.+?)['’]s?\s+(?:\+\s*1|plus[ -]?one|guest)$/i;

/** Adds to what the first guest of a row may bring; the row that said so joins it. */
function join(row: ParsedRow, host: ParsedRow, count: number): void {
  const first = host.people[0]!;
  first.plusOnes = Math.min(MOST.plusOnes, (first.plusOnes ?? 0) + count);
  row.people = [];
  row.joins = host.row;
  row.reasons.push({ code: "plus_one_of_row", row: host.row });
}

/**
 * Puts plus-ones that stand on rows of their own into their host's household. A row without a name ("+1", "Guest")
 * belongs to the row before it, of its own household where it has one.
 */
export function linkHosts(rows: readonly ParsedRow[]): void {
  const byName = new Map<string, ParsedRow>();
  // By the first name alone only where there is one of it.
  const byFirstName = new Map<string, ParsedRow | undefined>();
  for (const row of rows) {
    if (isRejected(row)) continue;
    for (const { firstName, lastName, plusOneOf } of row.people) {
      if (plusOneOf) continue;
      const name = nameKey(firstName, lastName);
      if (!byName.has(name)) byName.set(name, row);
      const first = nameKey(firstName, "");
      byFirstName.set(first, byFirstName.has(first) ? undefined : row);
    }
  }
  const last = new Map<string | null, ParsedRow>();
  for (const row of rows) {
    const [person, ...others] = row.people;
    if (!person || isRejected(row)) continue;
    const unnamed = others.length === 0 && !person.lastName ? countNobody(person.firstName) : 0;
    const whose = person.plusOneOf ?? POSSESSIVE.exec(`${person.firstName} ${person.lastName}`.trim())?.[1];
    const named = whose ? (byName.get(nameKey(whose, "")) ?? byFirstName.get(nameKey(whose, ""))) : undefined;
    const host = named ?? (unnamed > 0 ? last.get(row.household.key) : undefined);
    if (host && host !== row && (unnamed > 0 || !person.plusOneOf)) join(row, host, Math.max(1, unnamed));
    else if (unnamed > 0 && person.emails.length + person.phones.length === 0) {
      row.people = [];
      row.reasons.push({ code: "host_missing", value: person.firstName });
    } else if (host && host !== row) {
      host.household.key ??= `r:${host.row}`;
      if (!row.household.key) row.household = { ...host.household };
    }
    if (row.people.length === 0) continue;
    last.set(row.household.key, row);
    last.set(null, row);
  }
}
