// Control and format characters mean nothing in a list; tabs, line ends, and the joiners and flags of emoji stay.
const UNSEEN = /(?![\t\n\r]|\u200C|\u200D|[\u{E0020}-\u{E007F}])[\p{Cc}\p{Cf}]/gu;

/**
 * A cell as people meant it: Unicode NFC, no unseen characters, no spaces at its ends, no leading apostrophe
 * (Excel's mark for "keep as text"). Line breaks inside stay.
 */
export function cleanCell(raw: string): string {
  if (/^[\x20-\x26\x28-\x7E]*$/.test(raw)) return raw.trim();
  return raw
    .toWellFormed()
    .normalize("NFC")
    .replace(UNSEEN, "")
    .replace(/\r\n?/g, "\n")
    .replace(/[\p{Zs}\t]+/gu, " ")
    .trim()
    .replace(/^'(?=[-+=@\d(])/, "");
}

/** For comparing words of any language: lower case, without accents, everything but letters and digits a space. */
export function fold(text: string): string {
  if (/^[\x20-\x7E]*$/.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9+#]+/g, " ")
      .trim();
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/ł/g, "l")
    .replace(/[^\p{L}\p{N}+#]+/gu, " ")
    .trim();
}
