import { answerOf } from "./answers";
import { fold } from "./clean";
import type { Field } from "./fields";
import { UnreadableList } from "./limits";
import type { Preset } from "./presets/preset";
import { presets } from "./presets/registry";
import type { Table } from "./table";
import { fieldOfHeader, genericHalf } from "./vocabulary";

/** What one column was taken for, and by what. Shown in the mapping step and kept with the import. */
export type ColumnMapping = {
  column: string;
  /** Null: the column is not brought in. */
  field: Field | null;
  by: "mapping" | "preset" | "name" | "content" | null;
  samples: string[];
};

/** The product whose export this is (a preset's key), where it was recognised, and every column in order. */
export type Recognition = { source: string | null; columns: ColumnMapping[] };

const SAMPLE_ROWS = 200;
const EMAIL = /^\S+@\S+\.\S+$/;
const PHONE = /^[+(]?[\d][\d\s().\-/]{6,20}$/;
const NAME_WORD =
  /^(?:[\p{Lu}\p{Lt}\p{Lo}\p{Extended_Pictographic}]|(?:van|von|de|der|den|di|da|dos|del|la|le|bin|al|el|y|e|and|und|et|&|\+|of)$|d['’]|o['’]|mc|['’]t$)/iu;
const AGE =
  /^(adult|child|kid|infant|baby|toddler|teen|erwachsene[rn]?|kind|adulte|enfant|adulto|nino|bambino|crianca)s?$/;

const share = (values: readonly string[], test: (value: string) => boolean) =>
  values.length === 0 ? 0 : values.filter(test).length / values.length;

function isName(value: string): boolean {
  if (
    value.length > 80 ||
    /[\d@_<>{}=;:!?]/.test(value.replace(/\(\d+\)|\+ ?\d/g, "")) ||
    /\.$/.test(value.replace(/\b(jr|sr|mr|mrs|dr)\.$/i, ""))
  )
    return false;
  const words = value.split(/[\s,]+/).filter(Boolean);
  return (
    words.length <= 8 && /^\p{Lu}|^\p{Lt}|^\p{Lo}/u.test(value) && words.every((word) => NAME_WORD.test(word))
  );
}

/** What a column says by its values alone; `single` and `several` are words in a name. */
function fieldOfContent(values: readonly string[]): Field | "single" | "several" | null {
  if (values.length === 0) return null;
  if (share(values, (value) => EMAIL.test(value)) >= 0.6) return "email";
  const digits = (value: string) => value.replace(/\D/g, "").length;
  if (share(values, (value) => PHONE.test(value) && digits(value) >= 7) >= 0.6) return "phone";
  if (share(values, (value) => AGE.test(fold(value))) >= 0.8) return "ageBand";
  if (share(values, isName) < 0.7) return null;
  return share(values, (value) => /\s|,/.test(value)) > 0.4 ? "several" : "single";
}

const matches = (pattern: string, folded: string) => new RegExp(`^(?:${pattern})$`, "u").test(folded);

function findPreset(folded: readonly string[], answerColumns: boolean): Preset | undefined {
  return presets.find(
    (preset) =>
      (!preset.answerColumns || answerColumns) &&
      preset.needs.every((need) => folded.some((header) => matches(need, header))),
  );
}

/** Fields that several columns may share: their values are gathered. */
const gathered =
  /^(email|phone|tags|notes|note|event:.*|(?:companion|child)\d+\.(?:email|phone|tags|notes))$/s;

/** Takes a field from all but the first column that claims it, where it can have one column only. */
function settle(columns: ColumnMapping[]): void {
  const taken = new Set<string>();
  const order = ["mapping", "preset", "name", "content"];
  const sorted = [...columns].sort(
    (a, b) => order.indexOf(a.by ?? "content") - order.indexOf(b.by ?? "content"),
  );
  for (const column of sorted) {
    if (column.field === null || gathered.test(column.field)) continue;
    if (taken.has(column.field)) column.field = null;
    taken.add(column.field ?? "");
  }
}

/** "Name" beside "Surname" is a first name; "Name" beside "Vorname" a last name where its cells are single words. */
function settleGenericName(columns: ColumnMapping[], values: (index: number) => string[]): void {
  const index = columns.findIndex(({ field, by }) => field === "fullName" && by === "name");
  const column = columns[index];
  const half = column && genericHalf(column.column);
  if (!column || !half) return;
  const has = (field: Field) => columns.some((other) => other.field === field);
  if (has("lastName") && !has("firstName")) column.field = "firstName";
  else if (has("firstName") && !has("lastName") && share(values(index), (value) => !/\s/.test(value)) > 0.7) {
    column.field = "lastName";
  }
}

/** Columns without a known heading: by their values, where the headings left something open. */
function settleByContent(
  columns: ColumnMapping[],
  open: number[],
  values: (index: number) => string[],
): void {
  const has = (pattern: RegExp) => columns.some(({ field }) => field !== null && pattern.test(field));
  const named = has(/^(fullName|firstName|lastName)$/);
  const names: { index: number; kind: "single" | "several" }[] = [];
  for (const index of open) {
    const found = fieldOfContent(values(index));
    if (found === "single" || found === "several") names.push({ index, kind: found });
    else if (found && !has(new RegExp(`^${found}$`)))
      Object.assign(columns[index]!, { field: found, by: "content" });
  }
  if (named || names.length === 0) return;
  const [first, second] = names;
  const set = (index: number, field: Field) => Object.assign(columns[index]!, { field, by: "content" });
  if (first!.kind === "single" && second?.kind === "single" && second.index === first!.index + 1) {
    set(first!.index, "firstName");
    set(second.index, "lastName");
  } else set((names.find(({ kind }) => kind === "several") ?? first!).index, "fullName");
}

/**
 * Recognises what every column means: by a mapping given from outside, by a known product's headings, by the
 * words of many languages, by the project's event names, and by the cells themselves.
 *
 * @param options.events names of the project's events; a column headed like one speaks of it
 * @param options.mapping column name → field, null to leave it out; columns it does not name are recognised
 * @throws UnreadableList("no_names") where no column can name a guest
 */
export function recognizeColumns(
  table: Pick<Table, "columns" | "rows" | "headerRow">,
  options: { events?: readonly string[]; mapping?: Readonly<Record<string, Field | null>> } = {},
): Recognition {
  const sampled = table.rows.slice(0, SAMPLE_ROWS);
  const values = (index: number) => sampled.map(({ cells }) => cells[index] ?? "").filter(Boolean);
  const events = new Map((options.events ?? []).map((name) => [fold(name), name]));
  const headed = table.headerRow !== null;
  const folded = table.columns.map((column) => (headed ? fold(column.replace(/ \(\d+\)$/, "")) : ""));
  const isAnswers = table.columns.map((column, index) => {
    if (!headed || fieldOfHeader(column)) return false;
    return values(index).length > 0 && share(values(index), (value) => answerOf(value) !== undefined) >= 0.9;
  });
  const preset = headed ? findPreset(folded, isAnswers.includes(true)) : undefined;
  const open: number[] = [];
  const columns = table.columns.map((column, index): ColumnMapping => {
    const samples = [...new Set(values(index))].slice(0, 3);
    const given =
      options.mapping && Object.hasOwn(options.mapping, column) ? options.mapping[column] : undefined;
    if (given !== undefined) return { column, field: given, by: "mapping", samples };
    const header = folded[index]!;
    const known = preset?.columns.find(([pattern]) => matches(pattern, header));
    if (known) return { column, field: known[1], by: "preset", samples };
    const event = events.get(header);
    if (header && event !== undefined) return { column, field: `event:${event}`, by: "name", samples };
    const word = header ? fieldOfHeader(header) : null;
    if (word) return { column, field: word === "ignored" ? null : word, by: "name", samples };
    if (isAnswers[index]) return { column, field: `event:${column}`, by: "content", samples };
    if (preset?.rest) return { column, field: preset.rest, by: "preset", samples };
    open.push(index);
    return { column, field: null, by: null, samples };
  });
  settleGenericName(columns, values);
  settle(columns);
  settleByContent(columns, open, values);
  const named = columns.some(
    ({ field }) => field !== null && /^(fullName|firstName|lastName|email|household)$/.test(field),
  );
  if (!named) throw new UnreadableList("no_names");
  if (!headed && !isPlausible(table.rows, columns)) throw new UnreadableList("no_names");
  return { source: preset?.key ?? null, columns };
}

/** A list without headings must have more to it than one line that could be a sentence. */
function isPlausible(rows: Table["rows"], columns: readonly ColumnMapping[]): boolean {
  return rows.length > 1 || columns.some(({ field }) => field === "email" || field === "phone");
}
