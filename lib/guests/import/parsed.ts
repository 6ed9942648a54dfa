import type { Answer } from "./answers";
import type { AgeBand } from "./cells";
import { type Reason, rejecting } from "./reasons";

/** A person as the row has them: null and empty mean that the row does not say. */
export type Person = {
  firstName: string;
  lastName: string;
  /** Lower case; the first is the primary one. */
  emails: string[];
  /** E.164; the first is the primary one. */
  phones: string[];
  address: string | null;
  ageBand: AgeBand | null;
  language: string | null;
  dietary: string | null;
  notes: string | null;
  tags: string[];
  plusOnes: number | null;
  /** The host's name, where this person is somebody's named plus-one. */
  plusOneOf: string | null;
};

/** What a row says of an event by its name; `*` stands for every event of the project. */
export type Attendance = { event: string; invited: boolean; answer: Answer | null };

export type ParsedRow = {
  row: number;
  /** The same for the same cells under the same headings, in whatever order the columns are. */
  hash: string;
  /** Rows with the same key are one household; null for a row that is a household by itself. */
  household: { key: string | null; name: string | null };
  people: Person[];
  events: Attendance[];
  /** The row whose guest this row gives a plus-one, where it names nobody itself. */
  joins: number | null;
  reasons: Reason[];
};

export const isRejected = (row: Pick<ParsedRow, "reasons">): boolean =>
  row.reasons.some(({ code }) => (rejecting as readonly string[]).includes(code));

/** An empty person: what a row does not say. */
export const nobodyYet = {
  emails: [],
  phones: [],
  address: null,
  ageBand: null,
  language: null,
  dietary: null,
  notes: null,
  tags: [],
  plusOnes: null,
  plusOneOf: null,
};

/** The longest that each part of a guest may be, and the most plus-ones (the checks of db/schema/guests.ts). */
export const MOST = { name: 200, address: 500, tag: 60, text: 5_000, plusOnes: 20, cellOfNames: 400 };
