import type { Preset } from "./preset";

/** Zola's guest list: one row per household; a blank surname of partner or child is the first person's. */
export const zolaGuests: Preset = {
  key: "zolaGuests",
  needs: ["first name", "partner first name", "child 1 first name"],
  columns: [["relationship to couple", "tags"]],
  rest: null,
};
