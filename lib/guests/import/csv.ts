import { isUtf8 } from "node:buffer";
import { pipeline, Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { CsvError, type Options, parse } from "csv-parse";
import iconv from "iconv-lite";
import { type Limits, UnreadableList } from "./limits";

export type RawRow = { row: number; cells: string[] };
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "macintosh";

const CHUNK = 64 * 1024;
const MANY_LINES_IN_A_CELL = 20;
const decoded = (bytes: Uint8Array, encoding: Encoding) =>
  iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);

/** Letters that a wrong guess turns into symbols inside words: the better of two guesses has fewer. */
function strangeLetters(text: string): number {
  return text.match(/\p{L}[^\p{L}\p{N}\s'’.,;:()/|"&+@_-]+\p{L}|\p{Ll}\p{Lu}/gu)?.length ?? 0;
}

/** Which encoding the bytes are in: by BOM, else by zero bytes (UTF-16), else UTF-8 if valid, else one byte a letter. */
export function detectEncoding(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  const sample = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue;
    if (i % 2) odd++;
    else even++;
  }
  const many = sample.length / 5;
  if (odd > many && even < many / 8) return "utf-16le";
  if (even > many && odd < many / 8) return "utf-16be";
  if (isUtf8(bytes)) return "utf-8";
  const head = bytes.subarray(0, CHUNK);
  const windows = strangeLetters(decoded(head, "windows-1252"));
  return windows > 0 && strangeLetters(decoded(head, "macintosh")) < windows ? "macintosh" : "windows-1252";
}

/** Delimiters outside quotes, line by line, of the first lines of the text. */
function countDelimiters(sample: string, candidates: readonly string[]): number[][] {
  const lines: number[][] = [];
  let counts = candidates.map(() => 0);
  let quoted = false;
  let blank = true;
  for (const character of sample) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) {
      if (!blank) lines.push(counts);
      counts = candidates.map(() => 0);
      blank = true;
      if (lines.length === 40) return lines;
      continue;
    } else if (!quoted) {
      const index = candidates.indexOf(character);
      if (index >= 0) counts[index] = (counts[index] ?? 0) + 1;
    }
    blank = false;
  }
  if (!blank) lines.push(counts);
  return lines;
}

/** The delimiter that stands equally often on most lines. Of equals the rarer in prose wins: tab, semicolon, pipe, comma. */
export function detectDelimiter(sample: string): string {
  const candidates = ["\t", ";", "|", ","];
  const lines = countDelimiters(sample, candidates);
  let best = { delimiter: ",", score: 0 };
  candidates.forEach((delimiter, index) => {
    const tally = new Map<number, number>();
    for (const counts of lines) {
      const count = counts[index] ?? 0;
      if (count > 0) tally.set(count, (tally.get(count) ?? 0) + 1);
    }
    const agreeing = Math.max(0, ...tally.values());
    const present = [...tally.values()].reduce((a, b) => a + b, 0);
    // Lines that have it at all count for half: rows with fewer cells than the header are common.
    const score = agreeing + present / 2;
    if (score > best.score) best = { delimiter, score };
  });
  return best.delimiter;
}

async function parseText(
  chunks: () => Iterable<string>,
  options: Options,
  limits: Limits,
): Promise<RawRow[]> {
  const source = Readable.from(
    (async function* () {
      for (const chunk of chunks()) {
        yield chunk;
        await nextTurn();
      }
    })(),
  );
  const parser = parse({
    bom: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: limits.rowLength,
    ...options,
  });
  // Errors reach the loop below through the parser; the callback only keeps them from being thrown twice.
  pipeline(source, parser, () => {});
  const rows: RawRow[] = [];
  let row = 0;
  for await (const cells of parser as AsyncIterable<string[]>) {
    row++;
    if (cells.length > limits.columns && cells.slice(limits.columns).some((cell) => cell.trim())) {
      throw new UnreadableList("too_many_columns");
    }
    if (!cells.some((cell) => cell.trim())) continue;
    if (
      options.quote !== null &&
      cells.some((cell) => cell.split("\n", MANY_LINES_IN_A_CELL + 1).length > MANY_LINES_IN_A_CELL)
    ) {
      throw new SwallowedRows();
    }
    rows.push({ row, cells });
    if (rows.length > limits.rows) throw new UnreadableList("too_many_rows");
  }
  return rows;
}

/** A cell without the quotes around it, or the one it begins with. */
const unquote = (cell: string) =>
  cell
    .replace(/^\s*"(.*)"\s*$/s, (_, inner: string) => inner.replaceAll('""', '"'))
    .replace(/^\s*"(?=[^"]*$)/, "");

/** A quote opened in one row closed many rows later: the rows between would be lost in one cell. */
class SwallowedRows extends Error {}

/**
 * Reads delimited text (RFC 4180 and what spreadsheets make of it): rows with their number in the file, blank
 * ones left out.
 *
 * @param inspect sees the beginning of the decoded text and throws for what is no table
 * @throws UnreadableList beyond a limit, or where no row ends
 */
export async function readCsv(
  bytes: Uint8Array,
  limits: Limits,
  inspect: (head: string) => void,
): Promise<{ rows: RawRow[]; encoding: Encoding; delimiter: string }> {
  const encoding = detectEncoding(bytes);
  const sample = decoded(bytes.subarray(0, CHUNK), encoding).replace(/^\uFEFF/, "");
  inspect(sample);
  const declared = /^"?sep=(.)"?\r?\n/i.exec(sample);
  const delimiter = declared?.[1] ?? detectDelimiter(sample);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  function* chunks() {
    const decoder = iconv.getDecoder(encoding);
    for (let at = 0; at < buffer.length; at += CHUNK) yield decoder.write(buffer.subarray(at, at + CHUNK));
    yield decoder.end() ?? "";
  }
  const read = async () => {
    try {
      return await parseText(chunks, { delimiter }, limits);
    } catch (error) {
      if (!(error instanceof CsvError || error instanceof SwallowedRows)) throw error;
      // Quotes that do not pair up: take them as letters, so that one stray quote costs no guest.
      const rows = await parseText(chunks, { delimiter, quote: null }, limits);
      return rows.map(({ row, cells }) => ({ row, cells: cells.map(unquote) }));
    }
  };
  const rows = await read().catch((error) => {
    throw error instanceof CsvError ? new UnreadableList("damaged") : error;
  });
  return { rows: declared ? rows.filter(({ row }) => row > 1) : rows, encoding, delimiter };
}
