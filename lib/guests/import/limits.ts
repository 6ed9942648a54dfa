/** Why a file is no list we can read; the words for each are in messages/en/guests.json under `import.refused`. */
export const refusals = [
  "empty",
  "no_rows",
  "no_names",
  "too_large",
  "too_many_rows",
  "too_many_columns",
  "image",
  "pdf",
  "web_page",
  "old_excel",
  "document",
  "structured",
  "binary",
  "damaged",
] as const;
export type Refusal = (typeof refusals)[number];

/** Thrown by the readers in this folder for a file that is no list; nothing has been changed. */
export class UnreadableList extends Error {
  constructor(readonly reason: Refusal) {
    super(`The file is no guest list: ${reason}`);
    this.name = "UnreadableList";
  }
}

/** What one file may hold. Cells are cut nowhere: a file beyond a limit is refused as a whole. */
export type Limits = {
  /** Bytes of the file as it came. */
  bytes: number;
  /** Bytes that an XLSX's parts may unfold to, together: a zip bomb ends here. */
  unfolded: number;
  rows: number;
  columns: number;
  /** Characters of one row, so that a file without line ends is not taken for one cell. */
  rowLength: number;
};

export const defaultLimits: Limits = {
  bytes: 64 * 1024 * 1024,
  unfolded: 256 * 1024 * 1024,
  rows: 1_000_000,
  columns: 256,
  rowLength: 262_144,
};
