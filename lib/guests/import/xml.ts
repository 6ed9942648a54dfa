import { UnreadableList } from "./limits";

export type XmlHandler = {
  open?: (name: string, attributes: (name: string) => string | undefined, selfClosing: boolean) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

const LONGEST_TAG = 65_536;
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** XML's five named and all numeric character references as characters; others stay as written. */
export function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi,
    (all, hex, decimal, name) => {
      if (name) return NAMED[name.toLowerCase()] ?? all;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
    },
  );
}

function attributeOf(tag: string, wanted: string): string | undefined {
  for (let from = 0; ; ) {
    const at = tag.indexOf(`${wanted}=`, from);
    if (at < 0) return undefined;
    const quote = tag[at + wanted.length + 1];
    if (/\s/.test(tag[at - 1] ?? "") && (quote === '"' || quote === "'")) {
      const end = tag.indexOf(quote, at + wanted.length + 2);
      return end < 0 ? undefined : unescapeXml(tag.slice(at + wanted.length + 2, end));
    }
    from = at + 1;
  }
}

/**
 * Reads XML chunk by chunk in one pass, in time linear in its length: names without their prefix, text as
 * written (call unescapeXml). Document types are refused, so there are no entities to expand.
 *
 * @throws UnreadableList("damaged")
 */
export async function readXml(chunks: AsyncIterable<string>, handler: XmlHandler): Promise<void> {
  let rest = "";
  for await (const chunk of chunks) {
    const xml = rest + chunk;
    let at = 0;
    while (at < xml.length) {
      const open = xml.indexOf("<", at);
      if (open < 0) {
        handler.text?.(xml.slice(at));
        at = xml.length;
        break;
      }
      if (open > at) handler.text?.(xml.slice(at, open));
      at = open;
      const section = xml.startsWith("<!--", open) ? "-->" : xml.startsWith("<![CDATA[", open) ? "]]>" : ">";
      const close = xml.indexOf(section, open);
      // A comment's or CDATA's opening may itself be cut by the chunk's end: wait for nine characters.
      if (close < 0 || (xml[open + 1] === "!" && xml.length - open < 9)) break;
      at = close + section.length;
      if (section === "]]>") handler.text?.(xml.slice(open + 9, close).replaceAll("&", "&amp;"));
      else if (section === ">") readTag(xml.slice(open + 1, close), handler);
    }
    rest = xml.slice(at);
    if (rest.length > LONGEST_TAG) throw new UnreadableList("damaged");
  }
}

function readTag(tag: string, handler: XmlHandler): void {
  if (tag.startsWith("?")) return;
  if (tag.startsWith("!")) throw new UnreadableList("damaged");
  const closing = tag.startsWith("/");
  const selfClosing = tag.endsWith("/");
  const name = /^[^\s/]+/.exec(closing ? tag.slice(1) : tag)?.[0] ?? "";
  const local = name.slice(name.indexOf(":") + 1);
  if (closing) {
    handler.close?.(local);
    return;
  }
  handler.open?.(local, (attribute) => attributeOf(tag, attribute), selfClosing);
  if (selfClosing) handler.close?.(local);
}
