import { fold } from "./clean";

/** One person of a name cell. `guests` are unnamed people they bring. */
export type Name = { firstName: string; lastName: string; guests: number };

/** What a name cell says: people, and, where it names more than one or a family, what to call the household. */
export type Party = {
  people: Name[];
  household: string | null;
  /** The cell speaks of people it does not name or count ("and family"). */
  uncounted: boolean;
};

// Titles that say nothing but how to address somebody; "Dr." and "Prof." stay with the name.
const COURTESY =
  "mr|mrs|ms|miss|mx|mister|missus|master|herr|frau|hr|fr|monsieur|madame|mademoiselle|mlle|mme|señor|señora|señorita|sra|srta|signor|signora|signorina|sig|sig\\.ra|senhor|senhora|dhr|mevr|mevrouw";
const courtesy = new RegExp(`^(?:(?:${COURTESY})\\.?\\s+)+`, "iu");
const couple = new RegExp(
  `^((?:${COURTESY}|dr|prof)\\.?)\\s*(?:&|\\+|and|und|et|y|e)\\s*((?:${COURTESY}|dr|prof)\\.?)\\s+(.+)$`,
  "iu",
);
const PARTICLE =
  /^(van|von|vom|zu|zum|zur|de|der|den|des|del|della|delle|dei|di|da|do|dos|das|du|la|le|los|las|el|al|bin|ibn|bint|ben|ter|ten|te|op|af|av|of|st\.?|san|santa|d['’]|['’]t|['’]s)$/iu;
const SUFFIX = /^(jr|sr|ii|iii|iv|phd|md|esq|mba)\.?$/iu;
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u;

const JOIN = String.raw`(?:\s*[+&]\s*|\s+(?:and|und|et|y|e|con|avec|mit|with|plus)\s+)`;
const NOBODY =
  "guests?|plus[ -]?ones?|partner|date|wife|husband|spouse|fianc[eé]e?|girlfriend|boyfriend|companion|gäste|gast|begleitung|partnerin|invit[eé]e?s?|invitad[oa]s?|ospit[ei]|accompagnat(?:ore|rice)|acompañante|acompanhante|convidad[oa]s?|accompagnante?|tba|tbc|tbd";
const unnamed = new RegExp(
  `${JOIN}(?:an?\\s+|ein(?:e)?\\s+|un[ea]?\\s+|one\\s+|his\\s+|her\\s+|their\\s+)?(\\d{1,2}|one|two|three|four|${NOBODY})\\.?\\s*$`,
  "iu",
);
const bracketed = /\s*[([]\s*(?:\+\s*(\d{1,2})|(?:\+\s*1|plus[ -]?one|and guest|\+\s*guest))\s*[)\]]\s*$/iu;
const plusOne = /\s+plus[ -]?(?:one|1)\s*$/iu;
const andFamily = new RegExp(
  `${JOIN}(?:his\\s+|her\\s+|their\\s+)?(?:family|kids|children|familie|kinder|famille|enfants|familia|hijos|famiglia|figli|família|filhos)\\s*$`,
  "iu",
);
const family =
  /^(?:(?:the\s+|la\s+|die\s+|las\s+|los\s+)?(\S.*?\s+family|famil(?:y|ie|le|ia|ía|ia)\s+\S.*?|famille\s+\S.*?|famiglia\s+\S.*?|família\s+\S.*?|familjen\s+\S.*?|household\s+of\s+\S.*?|\S.*?\s+household))\s*(?:[([]\s*(?:(?:party\s+)?of\s+)?(\d{1,2})\s*[)\]]|[-–:,x×]\s*(\d{1,2}))?\s*$/iu;
const counts: Record<string, number> = { one: 1, two: 2, three: 3, four: 4 };
const nobody = new RegExp(
  `^(?:\\+\\s*(\\d{1,2})|(?:[+&]\\s*|and\\s+|plus\\s+)?(?:an?\\s+|unnamed\\s+|unknown\\s+)?(?:${NOBODY}|name unknown|unknown|\\?+)(?:\\s*\\d)?)$`,
  "iu",
);

/** For "+1", "Guest", "plus one" and the like in a name's place: how many unnamed people it means; else 0. */
export function countNobody(cell: string): number {
  const match = nobody.exec(cell.trim());
  return match ? Math.max(1, Number(match[1] ?? 1)) : 0;
}

/** A full name in two: surname particles and suffixes stay with the last name, "Smith, Ann" is turned round. */
export function splitName(written: string): { firstName: string; lastName: string } {
  const name = written.replace(/\s+/g, " ").trim();
  const comma = /^([^,]+),\s*([^,]+)$/.exec(name);
  if (comma && !SUFFIX.test(comma[2]!))
    return { firstName: stripCourtesy(comma[2]!), lastName: comma[1]!.trim() };
  const words = stripCourtesy(name).split(" ");
  if (words.length === 1) return { firstName: words[0]!, lastName: "" };
  if (words.length === 2 && words.every((word) => EAST_ASIAN.test(word))) {
    return { firstName: words[1]!, lastName: words[0]! };
  }
  let from = words.length - 1;
  while (from > 1 && (SUFFIX.test(words[from]!.replace(",", "")) || !/[\p{L}\p{N}]/u.test(words[from]!)))
    from--;
  while (from > 1 && PARTICLE.test(words[from - 1]!)) from--;
  // "Zoë 🎉": what has no letters is no last name.
  if (!words.slice(from).some((word) => /\p{L}/u.test(word)))
    return { firstName: words.join(" "), lastName: "" };
  return { firstName: words.slice(0, from).join(" "), lastName: words.slice(from).join(" ") };
}

const stripCourtesy = (name: string) => name.replace(courtesy, "").trim() || name.trim();

/** Takes "+1", "and guest", "(+2)" from a name's end. */
function takeGuests(cell: string): { rest: string; guests: number } {
  let rest = cell;
  let guests = 0;
  for (let i = 0; i < 3; i++) {
    const bracket = bracketed.exec(rest);
    const match = bracket ?? plusOne.exec(rest) ?? unnamed.exec(rest);
    if (!match || match.index === 0) break;
    const word = (match[1] ?? "").toLowerCase();
    guests += counts[word] ?? (Number(word) || 1);
    rest = rest.slice(0, match.index);
  }
  return { rest, guests };
}

/** "Ann & Bob Smith", "Ann, Bob and Cleo", "Ann / Bob": the parts between; one part where nothing joins. */
function splitPeople(cell: string): string[] {
  const lines = cell.split(/\s*[\n;]\s*|\s+\/\s+/).filter(Boolean);
  if (lines.length > 1) return lines.flatMap(splitPeople);
  const parts = cell.split(/\s*&\s*|\s+\+\s+|\s+(?:and|und|et|och|og)\s+/iu).filter(Boolean);
  if (parts.length === 1) {
    // "y" and "e" join two people only after a single word: José Ortega y Gasset is one person.
    const iberian = /^(\S+)\s+(?:y|e|en)\s+(\S.*)$/iu.exec(cell);
    return iberian ? [iberian[1]!, iberian[2]!] : parts;
  }
  const [first, ...others] = parts;
  if (first === undefined) return [];
  const listed = first.split(/\s*,\s*/).filter(Boolean);
  const surnameFirst = listed.length === 2 && [...listed, ...others].every((part) => !/\s/.test(part));
  if (surnameFirst) return [listed[1]!, ...others].map((part) => `${part} ${listed[0]}`);
  return [...listed, ...others];
}

/** Gives "Ann" of "Ann & Bob Smith" the last name of those after it. */
function shareLastName(names: Name[]): Name[] {
  let last = "";
  for (const name of [...names].reverse()) {
    if (name.lastName) last = name.lastName;
    else name.lastName = last;
  }
  return names;
}

function parseCouple(cell: string): Party | undefined {
  const match = couple.exec(cell);
  if (!match) return undefined;
  const [, first, second, rest] = match;
  const names = splitPeople(rest!);
  const household = cell.replace(/\s+/g, " ");
  if (names.length > 1) return { ...parseParty(rest!), household };
  const { firstName, lastName } = splitName(rest!);
  const surname = lastName || firstName;
  const head = lastName ? firstName : first!;
  return {
    people: [
      { firstName: head, lastName: surname, guests: 0 },
      { firstName: second!, lastName: surname, guests: 0 },
    ],
    household,
    uncounted: false,
  };
}

/**
 * What a cell with names says: one person, several ("Ann & Bob Smith", "Mr and Mrs James Reyes"), people they
 * bring ("Jim + Guest", "+1"), or a family by its name and size. Names stay as written but for "Mr" and "Mrs".
 */
export function parseParty(written: string): Party {
  const cell = written.replace(/[^\S\n]+/g, " ").trim();
  if (cell === "") return { people: [], household: null, uncounted: false };
  const { rest: counted, guests } = takeGuests(cell);
  const uncounted = andFamily.test(counted);
  const rest = counted.replace(andFamily, "").trim() || counted;
  const clan = family.exec(rest);
  if (clan && !uncounted) {
    const size = Number(clan[2] ?? clan[3] ?? 0);
    const name = rest.replace(
      /\s*(?:[([]\s*(?:(?:party\s+)?of\s+)?\d{1,2}\s*[)\]]|[-–:,x×]\s*\d{1,2})\s*$/iu,
      "",
    );
    return {
      people: [{ firstName: name, lastName: "", guests: Math.max(0, size - 1) + guests }],
      household: name,
      uncounted: size === 0 && guests === 0,
    };
  }
  const pair = parseCouple(rest);
  if (pair) {
    pair.people[0]!.guests += guests;
    return { ...pair, uncounted };
  }
  const names = splitPeople(rest).map((part): Name => ({ ...splitName(part), guests: 0 }));
  const people = shareLastName(names.filter(({ firstName }) => firstName !== ""));
  if (people[0]) people[0].guests += guests;
  return {
    people,
    household: people.length > 1 || uncounted ? counted.trim().replace(/\s*\n\s*/g, ", ") : null,
    uncounted,
  };
}

const alone = (name: Omit<Name, "guests">): Party => ({
  people: [{ ...name, guests: 0 }],
  household: null,
  uncounted: false,
});

/**
 * What a cell of first names says beside a cell of last names: "Ann & Bob", "Smith" are two Smiths; "Ann & Bob",
 * "Smith & Jones" have one each. The last name stays as written.
 */
export function parseFirstNames(written: string, lastName: string): Party {
  const cell = written.replace(/\s+/g, " ").trim();
  if (/^[\p{L}\p{M}\p{N}'’-]+$/u.test(cell)) return alone({ firstName: cell, lastName });
  if (couple.test(cell) || family.test(cell)) return parseParty(`${cell} ${lastName}`);
  const { rest, guests } = takeGuests(cell);
  const parts = splitPeople(rest);
  const lasts = parts.length > 1 ? splitPeople(lastName) : [];
  const people = parts.map(
    (part, index): Name => ({
      firstName: stripCourtesy(part),
      lastName: lasts.length === parts.length ? lasts[index]! : lastName,
      guests: index === 0 ? guests : 0,
    }),
  );
  return {
    people,
    household: people.length > 1 ? `${rest.trim()} ${lastName}`.trim() : null,
    uncounted: false,
  };
}

/** The same name however it is written: folded, without courtesy titles, words in order. */
export const nameKey = (firstName: string, lastName: string): string =>
  fold(`${stripCourtesy(firstName)} ${lastName}`) || `${firstName} ${lastName}`.trim().toLowerCase();
