import type { Preset } from "./preset";

/** Partiful: plus-ones on rows of their own, or, in older files, their number in the row. */
export const partiful: Preset = {
  key: "partiful",
  needs: ["name", "status", "(rsvp date|rsvp d|is plus one of)"],
  columns: [
    ["status", "answer"],
    ["is plus one of", "plusOneOf"],
    ["(number of |# of |# )?(plus ones?|\\+ ?1s?)( count)?", "plusOnes"],
    ["(rsvp date|invited by)", null],
  ],
  rest: "note",
};
