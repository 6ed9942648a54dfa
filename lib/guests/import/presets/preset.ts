import type { Field } from "../fields";

/** How the export of one product heads its columns. A new product is a new file in this folder. */
export type Preset = {
  /** Its name in messages/en/guests.json under `import.sources`. */
  key: string;
  /** Headings, folded, that are all there in its exports: patterns for the whole heading. */
  needs: string[];
  /** What its headings mean, tried in order before the general words: a pattern for the folded heading, and a field or null. */
  columns: [pattern: string, field: Field | null][];
  /** What becomes of columns that nothing recognises: kept as notes, or left out. */
  rest: "note" | null;
  /** Whether it shows in a column of answers for each event, headed by the event's name. */
  answerColumns?: true;
};
