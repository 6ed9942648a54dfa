import type { FieldName } from "@/lib/scene/fields";
import { fieldsOf, type Mark, parseText, type Run } from "@/lib/scene/text";
import { chunksOf, isDetails, joinBody, splitBody, type TypedBlock } from "@/lib/scene/typed-body";

/** Where a link of a body leads: an address, or the recipient's personal link. */
export type Href = { url: string } | { field: "invite.url" };
export type Inline = Run | { href: Href; label: Run[]; marks?: Mark[] };

/** What a body is made of. A button is a link that stands alone; `details` are the event's facts as a card. */
export type Block =
  | { kind: "paragraph" | "heading" | "quote"; inlines: Inline[] }
  | { kind: "list"; items: Inline[][] }
  | { kind: "button"; href: Href; label: Run[] }
  | { kind: "divider" }
  | { kind: "details" };

// [label](address): the address is the personal link, or one that leaves the mail for the web, a mail or a call.
const LINK =
  /\[([^\]\n]+)\]\(\s*(\{\{\s*invite\.url\s*\}\}|https?:\/\/[^\s()]+(?:\([^\s()]*\)[^\s()]*)*|mailto:[^\s()]+|tel:[+\d\s.-]+)\s*\)/gi;
const BARE = /https?:\/\/[^\s<>()]*[^\s<>().,;:!?'"]/gi;
// Characters for private use stand for links while the words around them are read; typed ones are dropped.
const MASK = /\uE000(\d+)\uE001/;
/**
 * Reads a body as it is typed: empty lines part blocks, `# ` begins a heading, `- ` an entry of a list, `> ` a quote,
 * `---` is a line, `{{event.details}}` the event's facts; `**strong**` and `__em__` mark, `{{fields}}` merge
 * (lib/scene/text.ts), `[label](https://…)` and bare addresses link. A link alone in its paragraph is a button.
 */
export const parseBody = (typed: string): Block[] => splitBody(typed).map(parseBlock);

function parseBlock(typed: TypedBlock): Block {
  switch (typed.kind) {
    case "paragraph":
      return parseParagraph(typed.text);
    case "heading":
    case "quote":
      return { kind: typed.kind, inlines: parseInlines(typed.text) };
    case "list":
      return { kind: "list", items: typed.text.split("\n").map(parseInlines) };
    case "button":
      return parseParagraph(joinBody([typed]));
    default:
      return typed;
  }
}

function parseParagraph(typed: string): Block {
  const inlines = parseInlines(typed);
  const [only, ...others] = inlines;
  if (only && others.length === 0) {
    if ("href" in only && only.label.length > 0)
      return { kind: "button", href: only.href, label: only.label };
    if ("field" in only && only.field === "invite.url") {
      return { kind: "button", href: { field: "invite.url" }, label: [] };
    }
  }
  return { kind: "paragraph", inlines };
}

function parseInlines(typed: string): Inline[] {
  const links: { href: Href; label: Run[] }[] = [];
  const masked = typed.replace(LINK, (_, label: string, address: string) => {
    links.push({ href: hrefOf(address), label: parseText(label) });
    return `\uE000${links.length - 1}\uE001`;
  });
  return parseText(masked).flatMap((run): Inline[] => {
    if ("field" in run) return [run];
    const marks = run.marks ? { marks: run.marks } : {};
    // Splitting by a group that captures puts the numbers of links between the words.
    return run.text.split(MASK).flatMap((piece, index): Inline[] => {
      const link = index % 2 === 1 ? links[Number(piece)] : undefined;
      if (link) return [{ ...link, ...marks }];
      return piece === "" ? [] : linkBare(piece, marks);
    });
  });
}

const hrefOf = (address: string): Href =>
  address.startsWith("{{") ? { field: "invite.url" } : { url: address.replace(/\s/g, "") };

function linkBare(text: string, marks: { marks?: Mark[] }): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (const { 0: url, index } of text.matchAll(BARE)) {
    if (index > from) out.push({ text: text.slice(from, index), ...marks });
    out.push({ href: { url }, label: [{ text: url }], ...marks });
    from = index + url.length;
  }
  if (from < text.length) out.push({ text: text.slice(from), ...marks });
  return out;
}

/** The words and links of a block, one after the other. */
const inlinesOf = (block: Block): Inline[] => {
  if (block.kind === "button") return [block];
  if (block.kind === "list") return block.items.flat();
  return "inlines" in block ? block.inlines : [];
};

/** The runs of a body, those of its links among them. */
const runsOf = (blocks: Block[]): Run[] =>
  blocks
    .flatMap(inlinesOf)
    .flatMap((inline) => ("href" in inline ? [...inline.label, ...runsOfHref(inline.href)] : [inline]));
const runsOfHref = (href: Href): Run[] => ("field" in href ? [{ field: href.field }] : []);

/** The merge fields of a body, each once, with whether every use of it has a fallback. */
export function fieldsOfBody(blocks: Block[]): FieldName[] {
  return fieldsOf(runsOf(blocks));
}

/** The fields that are used somewhere without a fallback: where they are empty, the mail has a hole. */
export const bareFields = (runs: Run[]): FieldName[] =>
  fieldsOf(runs.filter((run) => "field" in run && !run.fallback));
export const bareFieldsOfBody = (blocks: Block[]): FieldName[] => bareFields(runsOf(blocks));

/** The web addresses that a body links to. */
export const linksOf = (blocks: Block[]): string[] => [
  ...new Set(
    blocks
      .flatMap(inlinesOf)
      .flatMap((inline) => ("href" in inline && "url" in inline.href ? [inline.href.url] : [])),
  ),
];

/**
 * What looks like a merge field and is none: a name that is not in the vocabulary, or braces that do not close.
 * A backslash before the brace says that it is meant as words.
 */
export function unknownFields(typed: string): string[] {
  const found = new Set<string>();
  for (const [token] of typed.matchAll(/\\[\s\S]|\{\{(?:[^{}\n]{0,300}\}\})?/g)) {
    if (token.startsWith("\\")) continue;
    if (fieldsOf(parseText(token, { marks: false })).length === 0) found.add(token);
  }
  return [...found];
}

/** The same of a body, where the event's facts may stand alone in a paragraph of their own. */
export const unknownInBody = (typed: string): string[] =>
  unknownFields(
    chunksOf(typed)
      .filter((chunk) => !isDetails(chunk))
      .join("\n\n"),
  );
