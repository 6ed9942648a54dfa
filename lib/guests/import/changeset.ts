import type { Changes, Invitation } from "./changes";
import type { Known } from "./duplicates";
import type { Person } from "./parsed";
import type { Reason } from "./reasons";

export type Outcome = "new" | "changed" | "unchanged" | "conflict" | "rejected";
export type DuplicateMode = "skip" | "update" | "keep";

/** A guest to insert. */
export type NewGuest = {
  id: string;
  groupId: string;
  position: number;
  plusOneOf: string | null;
  person: Person;
  invitations: Invitation[];
};

/** A guest to change; `groupId` is the household to move to, null to stay. */
export type Update = { guestId: string; changes: Changes; groupId: string | null };

/** A guest as a row found them. */
export type Snapshot = Omit<Known, "guestId" | "groupName" | "hasInvite" | "row" | "events"> & {
  events: Record<string, string | null>;
};

/** What one row made and changed: enough to put it back. */
export type Changeset = {
  created: string[];
  groups: string[];
  /** Households that had no name before. */
  named: { id: string; name: string }[];
  /** `version` is the guest's after the change: one that differs later was changed by somebody else. */
  changed: { id: string; before: Snapshot; changes: Changes; version: number }[];
};

/** What became of a row, with all that an undo needs to know. */
export type RowOutcome = {
  row: number;
  outcome: Outcome;
  guestIds: string[];
  reasons: Reason[];
  before: Changeset | null;
};

export type ChunkPlan = {
  groups: { id: string; name: string }[];
  renames: { id: string; name: string }[];
  guests: NewGuest[];
  updates: Update[];
  rows: RowOutcome[];
};

/** What the project, and the file's earlier rows, have that a chunk of rows may speak of. */
export type ChunkState = {
  known: readonly Known[];
  /** Named households, oldest first. */
  groups: readonly { id: string; name: string }[];
  /** Households of this file's earlier rows, by their key. */
  groupOfKey: ReadonlyMap<string, string>;
  /** Earlier rows of this file that others join. */
  earlier: ReadonlyMap<number, { outcome: Outcome; guestIds: string[] }>;
  events: readonly { id: string; name: string }[];
  duplicates: DuplicateMode;
  newId: () => string;
};
