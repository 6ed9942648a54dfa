import { type Refusal, UnreadableList } from "./limits";

const startsWith = (bytes: Uint8Array, ...signature: number[]) =>
  signature.every((byte, i) => bytes[i] === byte);
const ascii = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, to)).toString("latin1");

const signatures: { reason: Refusal; test: (bytes: Uint8Array) => boolean }[] = [
  { reason: "image", test: (b) => startsWith(b, 0x89, 0x50, 0x4e, 0x47) || startsWith(b, 0xff, 0xd8, 0xff) },
  { reason: "image", test: (b) => /^(GIF8|RIFF.{4}WEBP|MM\0\*)/s.test(ascii(b, 0, 16)) },
  { reason: "image", test: (b) => startsWith(b, 0x49, 0x49, 0x2a, 0) || startsWith(b, 0, 0, 1, 0) },
  { reason: "image", test: (b) => /^BM.{4}\0{4}/s.test(ascii(b, 0, 10)) },
  { reason: "image", test: (b) => /^ftyp(heic|heix|mif1|avif|hevc)/.test(ascii(b, 4, 12)) },
  { reason: "pdf", test: (b) => ascii(b, 0, 1024).includes("%PDF-") },
  // OLE2: Excel before 2007, and a newer one with a password.
  { reason: "old_excel", test: (b) => startsWith(b, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1) },
  { reason: "document", test: (b) => /^(\{\\rtf|%!PS)/.test(ascii(b, 0, 8)) },
];

/** Refuses by its first bytes what is no table: pictures, documents, programs. Says whether the rest is a ZIP. */
export function sniffBytes(bytes: Uint8Array): "zip" | "text" {
  const found = signatures.find(({ test }) => test(bytes));
  if (found) throw new UnreadableList(found.reason);
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return "zip";
  if (startsWith(bytes, 0x50, 0x4b)) throw new UnreadableList("empty");
  return "text";
}

/** Refuses text that is another kind of file, and what only looked like text. */
export function sniffText(head: string): void {
  const text = head.replace(/^\uFEFF/, "").trimStart();
  if (text === "") throw new UnreadableList("empty");
  if (/^(<!doctype\s+html|<html|<head|<body|<table|<div|<script|<meta)/i.test(text))
    throw new UnreadableList("web_page");
  if (/^(<\?xml|<svg|<!--|<[a-z][\w:-]*[\s>/]|BEGIN:V(CARD|CALENDAR)|\{\s*["}]|\[\s*[[{"\]])/i.test(text)) {
    throw new UnreadableList("structured");
  }
  let strange = 0;
  for (const character of head) {
    const code = character.codePointAt(0) ?? 0;
    if (
      (code < 32 && code !== 9 && code !== 10 && code !== 13) ||
      code === 0xfffd ||
      (code > 126 && code < 160)
    )
      strange++;
  }
  if (strange > head.length / 100) throw new UnreadableList("binary");
}
