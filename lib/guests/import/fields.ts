/** What a column can say about the person of its row. */
export const personFields = [
  "fullName",
  "title",
  "firstName",
  "middleName",
  "lastName",
  "suffix",
  "email",
  "phone",
  "ageBand",
  "isChild",
  "language",
  "dietary",
  "tags",
  "notes",
] as const;
export type PersonField = (typeof personFields)[number];

/** What a column can say about the whole row: its household, and what belongs to no single person of it. */
export const rowFields = [
  "household",
  "partySize",
  "plusOnes",
  "plusOneOf",
  "address",
  "street",
  "city",
  "region",
  "postalCode",
  "country",
  "answer",
  "note",
] as const;
export type RowField = (typeof rowFields)[number];

/**
 * What a column means. `companion2.firstName` and `child1.lastName` speak of further people of the row;
 * `event:Ceremony` of the invitation to, and the answer for, the event of that name; `answer` of the answer for
 * all events; `note` keeps the cell under the column's own name in the guest's notes.
 */
export type Field =
  | PersonField
  | RowField
  | `companion${number}.${PersonField}`
  | `child${number}.${PersonField}`
  | `event:${string}`;

const companion = new RegExp(`^(companion|child)([1-9]|1\\d|20)\\.(${personFields.join("|")})$`);
const simple = new Set<string>([...personFields, ...rowFields]);

/** Whether a word from outside (a mapping in a request) names a field. */
export const isField = (word: string): word is Field =>
  simple.has(word) || companion.test(word) || /^event:.{1,200}$/su.test(word);

/** `child2.lastName` taken apart; undefined for a field that speaks of no further person. */
export function companionOf(
  field: Field,
): { kind: "companion" | "child"; number: number; field: PersonField } | undefined {
  const match = field.includes(".") ? companion.exec(field) : null;
  return match
    ? {
        kind: match[1] as "companion" | "child",
        number: Number(match[2]),
        field: match[3] as PersonField,
      }
    : undefined;
}
