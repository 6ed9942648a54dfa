import { unmarked } from "./text";

/**
 * One block of a body as it is typed, without the signs that say what it is. `text` holds marks, fields and links as
 * they are typed; a list has one entry a line.
 */
export type TypedBlock =
  | { kind: "paragraph" | "heading" | "quote" | "list"; text: string }
  | { kind: "button"; label: string; href: string }
  | { kind: "divider" }
  | { kind: "details" };

const DETAILS = /^\{\{\s*event\.details\s*\}\}$/;
const OWN_LINK = /^\{\{\s*invite\.url\s*\}\}$/;
const HEADING = /^#{1,3} +([^\n]+)$/;
const DIVIDER = /^-{3,}$/;
const LIST = /^(?:- [^\n]*\S[^\n]*(?:\n|$))+$/;
const QUOTE = /^(?:>[^\n]*(?:\n|$))+$/;
const ADDRESS = /^https?:\/\/[^\s<>()]*[^\s<>().,;:!?'"]$/i;
const BUTTON =
  /^\[([^\]\n]+)\]\(\s*(\{\{\s*invite\.url\s*\}\}|https?:\/\/[^\s()]+(?:\([^\s()]*\)[^\s()]*)*|mailto:[^\s()]+|tel:[+\d\s.-]+)\s*\)$/i;
// A paragraph that begins like another block has a backslash before it.
const LOOKS_OTHERWISE = /^\\*(?:#{1,3} |- |>|-{3,}$)/;

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** The pieces of a body between empty lines. */
export const chunksOf = (typed: string): string[] =>
  unmarked(typed.replace(/\r\n?/g, "\n"))
    .split(/\n[ \t]*\n\s*/)
    .map((chunk) => chunk.trim())
    .filter(Boolean);

/** Whether a piece of a body stands for the facts of the event. */
export const isDetails = (chunk: string): boolean => DETAILS.test(chunk);

/** Reads a body as the blocks it is typed in. */
export const splitBody = (typed: string): TypedBlock[] => chunksOf(typed).map(readChunk);

function readChunk(chunk: string): TypedBlock {
  if (DIVIDER.test(chunk)) return { kind: "divider" };
  if (isDetails(chunk)) return { kind: "details" };
  const heading = HEADING.exec(chunk)?.[1]?.trim();
  if (heading) return { kind: "heading", text: heading };
  const unquoted = (sign: RegExp) => chunk.replace(sign, "").trim();
  if (QUOTE.test(chunk) && unquoted(/^> ?/gm)) return { kind: "quote", text: unquoted(/^> ?/gm) };
  if (LIST.test(chunk)) return { kind: "list", text: chunk.replace(/^- +| +$/gm, "") };
  if (OWN_LINK.test(chunk)) return { kind: "button", label: "", href: "{{invite.url}}" };
  if (ADDRESS.test(chunk)) return { kind: "button", label: "", href: chunk };
  const [, label, href] = BUTTON.exec(chunk) ?? [];
  if (label?.trim() && href) {
    return {
      kind: "button",
      label: oneLine(label),
      href: href.startsWith("{{") ? "{{invite.url}}" : href.trim(),
    };
  }
  return { kind: "paragraph", text: LOOKS_OTHERWISE.test(chunk) ? chunk.replace(/^\\/, "") : chunk };
}

/** Types blocks out again: `splitBody(joinBody(blocks))` is what `splitBody` answered before. Empty ones are left out. */
export const joinBody = (blocks: readonly TypedBlock[]): string =>
  blocks.map(printBlock).filter(Boolean).join("\n\n");

function printBlock(block: TypedBlock): string {
  if (block.kind === "divider") return "---";
  if (block.kind === "details") return "{{event.details}}";
  if (block.kind === "button") {
    const label = oneLine(block.label.replaceAll("]", ")"));
    return label ? `[${label}](${block.href.trim()})` : block.href.trim();
  }
  const text = block.text.trim();
  if (!text) return "";
  const lines = text.split("\n");
  if (block.kind === "heading") return `# ${text.replace(/\s*\n\s*/g, " ")}`;
  if (block.kind === "quote") return lines.map((line) => (line ? `> ${line}` : ">")).join("\n");
  if (block.kind === "list")
    return lines.flatMap((line) => (line.trim() ? [`- ${line.trim()}`] : [])).join("\n");
  return LOOKS_OTHERWISE.test(text) ? `\\${text}` : text;
}
