/**
 * What can be said of a row; the sentences are in messages/en/guests.json under `import.reasons`. The first
 * group rejects the row, the second leaves a conflict to a person, the rest are notes on a row brought in.
 */
export const rejecting = ["name_missing", "email_invalid", "too_long", "host_missing"] as const;
export const conflicting = ["several_matches", "contacts_disagree", "email_of_another"] as const;
export const noting = [
  "phone_unreadable",
  "phone_ignored",
  "email_ignored",
  "age_unreadable",
  "language_unknown",
  "plus_ones_unreadable",
  "plus_ones_capped",
  "further_people_unnamed",
  "companion_unnamed",
  "name_from_email",
  "plus_one_of_row",
  "event_unknown",
  "household_kept",
  "duplicate_skipped",
  "same_as_row",
] as const;
export type ReasonCode = (typeof rejecting)[number] | (typeof conflicting)[number] | (typeof noting)[number];

/** A reason with what it speaks of: a column and the cell in it, or another row. */
export type Reason = { code: ReasonCode; column?: string; value?: string; row?: number };
