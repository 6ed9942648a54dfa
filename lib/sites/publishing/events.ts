/** A fact of the occasion changed (date, venue, an event): what was compiled from it is old. */
export const factsChanged = "projects/facts.changed";
