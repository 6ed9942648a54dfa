import type { RawRow } from "./csv";
import { type Limits, UnreadableList } from "./limits";
import { readXml, unescapeXml } from "./xml";
import { type Budget, budget, listZip, unfold, type ZipEntry } from "./zip";

type Book = { bytes: Buffer; entries: Map<string, ZipEntry>; left: Budget; limits: Limits };

const part = (book: Book, path: string) => {
  const entry = book.entries.get(path.toLowerCase());
  return entry && unfold(book.bytes, entry, book.left);
};

/** Shared strings (ECMA-376 §18.4.8): rich text joined, phonetic readings left out. */
async function readStrings(book: Book, path: string): Promise<string[]> {
  const strings: string[] = [];
  const chunks = part(book, path);
  if (!chunks) return strings;
  let current = "";
  let inText = false;
  let phonetic = false;
  await readXml(chunks, {
    open: (name) => {
      if (name === "si") current = "";
      else if (name === "rPh") phonetic = true;
      else if (name === "t") inText = !phonetic;
    },
    text: (text) => {
      if (inText) current += text;
    },
    close: (name) => {
      if (name === "t") inText = false;
      else if (name === "rPh") phonetic = false;
      else if (name === "si") strings.push(plain(current));
    },
  });
  return strings;
}

/** Excel writes characters that XML forbids as _xHHHH_ (ECMA-376 §22.9.2.19). */
const plain = (text: string) =>
  unescapeXml(text).replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

const BUILT_IN_DATES = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);
const looksLikeDate = (format: string) => /[dmyhs]/i.test(format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ""));

/** For every cell style whether it shows a date (ECMA-376 §18.8.10, §18.8.30). */
async function readDateStyles(book: Book, path: string): Promise<boolean[]> {
  const formats = new Map<number, boolean>();
  const styles: boolean[] = [];
  const chunks = part(book, path);
  if (!chunks) return styles;
  let inCellStyles = false;
  await readXml(chunks, {
    open: (name, attribute) => {
      if (name === "numFmt")
        formats.set(Number(attribute("numFmtId")), looksLikeDate(attribute("formatCode") ?? ""));
      else if (name === "cellXfs") inCellStyles = true;
      else if (name === "xf" && inCellStyles) {
        const id = Number(attribute("numFmtId"));
        styles.push(formats.get(id) ?? BUILT_IN_DATES.has(id));
      }
    },
    close: (name) => {
      if (name === "cellXfs") inCellStyles = false;
    },
  });
  return styles;
}

/** Paths of the sheets in the book's order, visible ones first, and of the strings and styles. */
async function readParts(book: Book) {
  const workbook = part(book, "xl/workbook.xml");
  const relations = part(book, "xl/_rels/workbook.xml.rels");
  if (!workbook || !relations) throw new UnreadableList("damaged");
  const sheets: { name: string; id: string; hidden: boolean }[] = [];
  let epoch1904 = false;
  await readXml(workbook, {
    open: (name, attribute) => {
      if (name === "sheet") {
        sheets.push({
          name: attribute("name") ?? "",
          id: attribute("r:id") ?? attribute("id") ?? "",
          hidden: (attribute("state") ?? "visible") !== "visible",
        });
      } else if (name === "workbookPr") epoch1904 = /^(1|true)$/.test(attribute("date1904") ?? "");
    },
  });
  const targets = new Map<string, string>();
  let strings = "xl/sharedStrings.xml";
  let styles = "xl/styles.xml";
  await readXml(relations, {
    open: (name, attribute) => {
      if (name !== "Relationship") return;
      const target = attribute("Target") ?? "";
      const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
      const type = attribute("Type") ?? "";
      targets.set(attribute("Id") ?? "", path);
      if (type.endsWith("/sharedStrings")) strings = path;
      if (type.endsWith("/styles")) styles = path;
    },
  });
  const paths = sheets
    .sort((a, b) => Number(a.hidden) - Number(b.hidden))
    .map(({ name, id }) => ({ name, path: targets.get(id) ?? "" }));
  return { paths, strings, styles, epoch1904 };
}

/** Column number of a reference such as "AB12", from 0; undefined where there is none. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = reference && /^[A-Za-z]{1,3}(?=\d)/.exec(reference)?.[0];
  if (!letters) return undefined;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** A number as a person would read it: whole numbers without an exponent, dates as ISO 8601. */
function showNumber(raw: string, date: boolean, epoch1904: boolean): string {
  const number = Number(raw);
  if (raw === "" || !Number.isFinite(number)) return raw;
  if (date && number > 0 && number < 2_958_466) {
    const days = number + (epoch1904 ? 1462 : 0) - 25_569;
    const iso = new Date(Math.round(days * 86_400_000)).toISOString();
    return Number.isInteger(number) ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " ");
  }
  return Number.isSafeInteger(number) ? String(number) : String(Number(number.toPrecision(15)));
}

async function readSheet(
  book: Book,
  path: string,
  strings: readonly string[],
  dates: readonly boolean[],
  epoch1904: boolean,
): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  const chunks = part(book, path);
  if (!chunks) return rows;
  let row = 0;
  let column = -1;
  let cells: string[] = [];
  let cell = { type: "", style: 0, value: "", inline: "" };
  let into: "value" | "inline" | undefined;
  let phonetic = false;
  const closeCell = () => {
    const { type, style, value, inline } = cell;
    const text =
      type === "s"
        ? (strings[Number(value)] ?? "")
        : type === "inlineStr"
          ? plain(inline)
          : type === "str"
            ? plain(value)
            : type === "e"
              ? ""
              : type === "b"
                ? value === "1"
                  ? "yes"
                  : "no"
                : type === "d"
                  ? value
                  : showNumber(value.trim(), dates[style] ?? false, epoch1904);
    if (!text.trim()) return;
    if (column >= book.limits.columns) throw new UnreadableList("too_many_columns");
    while (cells.length < column) cells.push("");
    cells[column] = text;
  };
  await readXml(chunks, {
    open: (name, attribute) => {
      if (name === "row") {
        const given = Number(attribute("r"));
        row = given > row ? given : row + 1;
        cells = [];
        column = -1;
      } else if (name === "c") {
        column = columnOf(attribute("r")) ?? column + 1;
        cell = { type: attribute("t") ?? "", style: Number(attribute("s") ?? 0), value: "", inline: "" };
      } else if (name === "v") into = "value";
      else if (name === "t") into = phonetic ? undefined : "inline";
      else if (name === "rPh") phonetic = true;
    },
    text: (text) => {
      if (into) cell[into] += text;
    },
    close: (name) => {
      if (name === "v" || name === "t") into = undefined;
      else if (name === "rPh") phonetic = false;
      else if (name === "c") closeCell();
      else if (name === "row" && cells.length > 0) {
        rows.push({ row, cells });
        if (rows.length > book.limits.rows) throw new UnreadableList("too_many_rows");
      }
    },
  });
  return rows;
}

/**
 * Reads the first sheet of an XLSX (ECMA-376) that holds anything, visible sheets first. Formulas give the
 * value Excel kept; error values are blank; whole numbers keep all their digits.
 *
 * @throws UnreadableList for other ZIPs, damaged or protected files, and beyond a limit
 */
export async function readXlsx(file: Uint8Array, limits: Limits): Promise<{ rows: RawRow[]; sheet: string }> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const entries = listZip(bytes);
  if (!entries.has("xl/workbook.xml"))
    throw new UnreadableList(entries.has("xl/workbook.bin") ? "old_excel" : "document");
  const book = { bytes, entries, left: budget(bytes.length, limits), limits };
  const { paths, strings: stringsPath, styles, epoch1904 } = await readParts(book);
  const strings = await readStrings(book, stringsPath);
  const dates = await readDateStyles(book, styles);
  for (const { name, path } of paths) {
    const rows = await readSheet(book, path, strings, dates, epoch1904);
    if (rows.length > 0) return { rows, sheet: name };
  }
  throw new UnreadableList("empty");
}
