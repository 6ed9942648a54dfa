import type { Preset } from "./preset";

/** Zola's answers: one row per person, one column per event under the event's name. */
export const zolaRsvps: Preset = {
  key: "zolaRsvps",
  needs: ["(guest )?first name", "(guest )?last name"],
  columns: [],
  rest: null,
  answerColumns: true,
};
