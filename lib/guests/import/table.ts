import { cleanCell } from "./clean";
import { type Encoding, type RawRow, readCsv } from "./csv";
import { defaultLimits, type Limits, UnreadableList } from "./limits";
import { countNobody } from "./names";
import { pacer } from "./pace";
import { sniffBytes, sniffText } from "./sniff";
import { fieldOfHeader } from "./vocabulary";
import { readXlsx } from "./xlsx";

/** A list as people see it: named columns, rows under the number they have in the file, every cell a text. */
export type Table = {
  format: "csv" | "xlsx";
  encoding: Encoding | null;
  delimiter: string | null;
  sheet: string | null;
  /** The row of the headings; null where the list has none and its columns are named A, B, C. */
  headerRow: number | null;
  columns: string[];
  rows: RawRow[];
  /** Rows that are no guests, and why: titles above the headings, totals below the list. */
  aside: { row: number; reason: "above_header" | "totals"; text: string }[];
};

const HEADER_WITHIN = 20;
const totals =
  /^(grand |sub ?)?(totals?|sum|count|gesamt(zahl|summe)?|summe|anzahl|total(e|es)?|somme|suma|somma|totaal|итого|всего|合計)\b[^\p{L}]*(guests?|people|invited|gäste|personen|invités|personnes|invitados|personas|ospiti|invitati|convidados|pessoas)?[^\p{L}]*$/iu;
const onlyFigures = /^[^\p{L}@]*$/u;

/** How many cells of a row are headings we know, and how many it has. */
function scoreHeader(cells: readonly string[]): { known: number; named: number; filled: number } {
  let known = 0;
  let named = 0;
  let filled = 0;
  for (const cell of cells) {
    if (!cell) continue;
    filled++;
    const field = cell.length <= 120 ? fieldOfHeader(cell) : null;
    if (field) known++;
    if (field && /Name$|^email$|^phone$/.test(field)) named++;
  }
  return { known, named, filled };
}

const isContact = (cell: string) => /^\S+@\S+\.\S+$/.test(cell) || /^[+(]?\d[\d\s().\-/]{6,20}$/.test(cell);

/** Headings in words we do not know: the first row has words where the rows below it have contacts. */
function isHeadedByContrast([first, ...rows]: readonly RawRow[]): boolean {
  if (!first || rows.length === 0 || first.cells.some(isContact)) return false;
  const below = rows.slice(0, 50);
  return first.cells.some((cell, index) => {
    const filled = below.map(({ cells }) => cells[index] ?? "").filter(Boolean);
    return cell !== "" && filled.length > 0 && filled.filter(isContact).length >= filled.length * 0.6;
  });
}

/**
 * The row of the headings among the first ones: the one that has those a mapping names, else the one with the most
 * headings we know, else the first where it differs in kind from what is below; undefined where there is none.
 */
function findHeader(rows: readonly RawRow[], mapped: readonly string[]): number | undefined {
  const wanted = mapped.map((name) => name.replace(/ \(\d+\)$/, ""));
  const named = rows
    .slice(0, HEADER_WITHIN)
    .findIndex(({ cells }) => wanted.every((name) => cells.includes(name)));
  if (wanted.length > 0 && named >= 0) return named;
  let best: { index: number; known: number } | undefined;
  for (const [index, { cells }] of rows.slice(0, HEADER_WITHIN).entries()) {
    const { known, named, filled } = scoreHeader(cells);
    if (named === 0 || known < filled / 4) continue;
    // Below the first row one word must be plainly a heading: "Guest" may be somebody's plus-one.
    if (index > 0 && known === 1 && !(filled === 1 && /name|nom|nimi|navn|naam/i.test(cells.join(" "))))
      continue;
    if (!best || known > best.known) best = { index, known };
  }
  return best?.index ?? (isHeadedByContrast(rows) ? 0 : undefined);
}

const letter = (index: number): string =>
  (index >= 26 ? letter(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

function nameColumns(header: readonly string[] | undefined, width: number): string[] {
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, index) => {
    const name = header?.[index]?.replace(/\s+/g, " ").slice(0, 200) || letter(index);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count > 1 ? `${name} (${count})` : name;
  });
}

function takeTotals(rows: RawRow[]): Table["aside"] {
  const aside: Table["aside"] = [];
  for (let last = rows.at(-1); last && rows.length > 1; last = rows.at(-1)) {
    const filled = last.cells.filter(Boolean);
    const [first = "", ...others] = filled;
    const figures = others.every((cell) => onlyFigures.test(cell));
    const isTotal =
      (totals.test(first) && figures) ||
      (onlyFigures.test(first) && figures && !looksLikePhone(filled) && countNobody(first) === 0);
    if (!isTotal) break;
    aside.unshift({ row: last.row, reason: "totals", text: filled.join(" ") });
    rows.pop();
  }
  return aside;
}

const looksLikePhone = (cells: readonly string[]) =>
  cells.some((cell) => cell.replace(/\D/g, "").length >= 7);

/**
 * Reads a guest list of any origin: CSV with comma, semicolon, tab or pipe in UTF-8, UTF-16, Windows-1252 or
 * Mac Roman, and XLSX. Finds the headings below titles, drops empty columns, sets totals aside.
 *
 * @param bytes the file as it came; its contents decide what it is, whatever it is called
 * @param mapped names of columns that a mapping speaks of
 * @throws UnreadableList with the reason when the file is no list
 */
export async function readTable(
  bytes: Uint8Array,
  limits: Limits = defaultLimits,
  mapped: readonly string[] = [],
): Promise<Table> {
  if (bytes.length === 0) throw new UnreadableList("empty");
  if (bytes.length > limits.bytes) throw new UnreadableList("too_large");
  const kind = sniffBytes(bytes);
  const book = kind === "zip" ? await readXlsx(bytes, limits) : undefined;
  const text = book ? undefined : await readCsv(bytes, limits, sniffText);
  const read = book ?? text!;
  const pace = pacer();
  const all: RawRow[] = [];
  for (const { row, cells } of read.rows) {
    const clean = cells.map(cleanCell);
    if (clean.some(Boolean)) all.push({ row, cells: clean });
    if (pace.due()) await pace.rest();
  }
  if (all.length === 0) throw new UnreadableList("empty");
  const headerAt = findHeader(all, mapped);
  const header = headerAt === undefined ? undefined : all[headerAt]!;
  const above = headerAt === undefined ? [] : all.slice(0, headerAt);
  const rows = headerAt === undefined ? all : all.slice(headerAt + 1);
  const below = takeTotals(rows);
  if (rows.length === 0) throw new UnreadableList("no_rows");
  const used: number[] = [];
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), header?.cells.length ?? 0);
  const filled = new Uint8Array(width);
  for (const { cells } of rows) for (let i = 0; i < cells.length; i++) if (cells[i]) filled[i] = 1;
  for (let i = 0; i < width; i++) if (filled[i]) used.push(i);
  const names = nameColumns(header?.cells, width);
  for (const row of rows) {
    row.cells = used.map((index) => row.cells[index] ?? "");
    if (pace.due()) await pace.rest();
  }
  return {
    format: book ? "xlsx" : "csv",
    encoding: text?.encoding ?? null,
    delimiter: text?.delimiter ?? null,
    sheet: book?.sheet ?? null,
    headerRow: header?.row ?? null,
    columns: used.map((index) => names[index]!),
    rows,
    aside: [
      ...above.map(({ row, cells }) => ({
        row,
        reason: "above_header" as const,
        text: cells.filter(Boolean).join(" "),
      })),
      ...below,
    ],
  };
}
