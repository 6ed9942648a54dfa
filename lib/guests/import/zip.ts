import { createInflateRaw } from "node:zlib";
import { type Limits, UnreadableList } from "./limits";

export type ZipEntry = { name: string; method: number; packed: number; offset: number };

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const MOST_ENTRIES = 10_000;

/**
 * The entries of a ZIP's central directory by name (APPNOTE.TXT 6.3.10, §4.3). Sizes in it are claims: `unfold`
 * counts what really comes out.
 *
 * @throws UnreadableList("damaged") where the directory is missing or points outside the file
 */
export function listZip(bytes: Buffer): Map<string, ZipEntry> {
  const from = Math.max(0, bytes.length - 65_557);
  let end = -1;
  for (let at = bytes.length - 22; at >= from; at--) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) {
      end = at;
      break;
    }
  }
  if (end < 0) throw new UnreadableList("damaged");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries = new Map<string, ZipEntry>();
  if (count > MOST_ENTRIES) throw new UnreadableList("damaged");
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new UnreadableList("damaged");
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const next = at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) throw new UnreadableList("damaged");
    const name = bytes
      .toString("utf8", at + 46, at + 46 + nameLength)
      .replaceAll("\\", "/")
      .replace(/^\/+/, "");
    const packed = bytes.readUInt32LE(at + 20);
    const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    if (!encrypted) {
      entries.set(name.toLowerCase(), {
        name,
        method: bytes.readUInt16LE(at + 10),
        // ZIP64 writes the real size elsewhere; the rest of the file is a safe upper bound.
        packed: packed === 0xffffffff ? bytes.length : packed,
        offset: bytes.readUInt32LE(at + 42),
      });
    }
    at = next;
  }
  return entries;
}

const SMALL_BOOK = 16 * 1024 * 1024;
const MOST_RATIO = 40;

/** Counts down what one file's parts may unfold to, together: real sheets unfold to 5 to 20 times their size. */
export type Budget = { left: number };
export const budget = (bytes: number, limits: Limits): Budget => ({
  left: Math.min(limits.unfolded, SMALL_BOOK + MOST_RATIO * bytes),
});

/**
 * One entry's contents as text, chunk by chunk: memory holds a chunk, and the event loop runs between two.
 *
 * @throws UnreadableList("too_large") when the budget is spent, "damaged" when the data is not what it says
 */
export async function* unfold(bytes: Buffer, entry: ZipEntry, left: Budget): AsyncGenerator<string> {
  const at = entry.offset;
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== LOCAL_HEADER) throw new UnreadableList("damaged");
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const packed = bytes.subarray(start, Math.min(bytes.length, start + entry.packed));
  if (entry.method !== 0 && entry.method !== 8) throw new UnreadableList("damaged");
  let decoder: TextDecoder | undefined;
  const decode = (chunk: Buffer) => {
    left.left -= chunk.length;
    if (left.left < 0) throw new UnreadableList("too_large");
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? "utf-16le" : "utf-8");
    return decoder.decode(chunk, { stream: true });
  };
  if (entry.method === 0) {
    for (let i = 0; i < packed.length; i += 65_536) yield decode(packed.subarray(i, i + 65_536));
    return;
  }
  const inflate = createInflateRaw({ chunkSize: 65_536 });
  inflate.end(packed);
  try {
    for await (const chunk of inflate) yield decode(chunk as Buffer);
  } catch (error) {
    throw error instanceof UnreadableList ? error : new UnreadableList("damaged");
  }
}
