import { FIELDS, type FieldName } from "@/lib/scene/fields";
import { escapeHtml } from "@/lib/scene/html";

/** What differs from guest to guest: a field, the link that unsubscribes, or lines that need fields to be known. */
export type MailSlot =
  | { field: FieldName; fallback: string }
  | { link: "unsubscribe" }
  | { known: FieldName[]; parts: MailPart[] };
/** A compiled mail is a list of these: text as it is, or a slot. JSON round-trips. */
export type MailPart = string | MailSlot;

/** A mail compiled once, at approval, and kept on the campaign: filled with the same values it is the same bytes. */
export type CompiledMail = {
  version: 1;
  from: string;
  /** Where a guest's answer to the mail goes: a person. */
  replyTo: string | null;
  locale: string;
  /** Scheme and host of the personal links. */
  origin: string;
  /** Scheme and host under which unsubscribing is answered for ever: a label of SITES_DOMAIN, no custom domain. */
  ownOrigin: string;
  subject: MailPart[];
  html: MailPart[];
  text: MailPart[];
  /** Of a WhatsApp message: the approved template it is, and what fills each of its variables. */
  template?: { id: string; category: string; variables: Record<string, MailPart[]> };
};

/** What fills a mail's slots; frozen with a batch. A field that is absent takes its fallback. */
export type MailValues = Partial<Record<FieldName, string>>;

/** What goes out. */
export type FilledMail = { subject: string; html: string; text: string };

// Characters for private use, which `unmarked` takes out of every text that is rendered between them.
const OPEN = "\uE002";
const MARK = "\uE003";
const CLOSE = "\uE004";
const NEXT = /(?=[\uE002\uE004])/;

/** Marks where slots stand in markup that React renders. */
export class MailSlots {
  readonly #slots: MailSlot[] = [];

  field(field: FieldName, fallback = ""): string {
    return this.#mark({ field, fallback }) + CLOSE;
  }

  unsubscribe(): string {
    return this.#mark({ link: "unsubscribe" }) + CLOSE;
  }

  /** The marks before and after what is left out unless every one of the fields has a value. */
  when(known: FieldName[]): [open: string, close: string] {
    return [this.#mark({ known, parts: [] }), CLOSE];
  }

  #mark(slot: MailSlot): string {
    this.#slots.push(slot);
    return `${OPEN}${this.#slots.length - 1}${MARK}`;
  }

  /** Cuts rendered markup at the marks. */
  split(markup: string): MailPart[] {
    const stack: MailPart[][] = [[]];
    for (const piece of markup.split(NEXT)) {
      const at = piece.indexOf(MARK);
      const parts = stack.at(-1)!;
      if (piece.startsWith(OPEN)) {
        const slot = this.#slots[Number(piece.slice(1, at))]!;
        const inner: MailPart[] = [];
        parts.push("known" in slot ? { known: slot.known, parts: inner } : slot);
        stack.push(inner);
        push(inner, piece.slice(at + 1));
      } else if (piece.startsWith(CLOSE)) {
        stack.pop();
        push(stack.at(-1)!, piece.slice(1));
      } else push(parts, piece);
    }
    if (stack.length !== 1) throw new Error("A slot of a mail was opened and never closed.");
    return stack[0]!;
  }
}

function push(parts: MailPart[], text: string): void {
  if (text !== "") parts.push(text);
}

const asIs = (text: string) => text;
/** A header field holds one line (RFC 5322 §2.2). */
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** Fills parts for one guest, each value made safe for where it stands. */
function fill(
  parts: MailPart[],
  values: MailValues,
  safe: (text: string) => string,
  unsubscribe: string,
): string {
  let out = "";
  for (const part of parts) {
    if (typeof part === "string") out += part;
    else if ("field" in part) out += safe(values[part.field] ?? part.fallback);
    else if ("link" in part) out += safe(unsubscribe);
    else if (part.known.every((field) => values[field] !== undefined))
      out += fill(part.parts, values, safe, unsubscribe);
  }
  return out;
}

/**
 * The finished mail of one guest: one loop over the parts, everything that comes from values escaped.
 *
 * @param unsubscribe the whole link
 */
export function fillMail(mail: CompiledMail, values: MailValues, unsubscribe: string): FilledMail {
  return {
    subject: oneLine(fill(mail.subject, values, asIs, unsubscribe)),
    html: fill(mail.html, values, escapeHtml, unsubscribe),
    text: `${fill(mail.text, values, asIs, unsubscribe)
      .replace(/\n{3,}/g, "\n\n")
      .trim()}\n`,
  };
}

/** What fills the variables of one guest's template; each is one line, as WhatsApp asks. */
export const fillVariables = (mail: CompiledMail, values: MailValues): Record<string, string> =>
  Object.fromEntries(
    Object.entries(mail.template?.variables ?? {}).map(([name, parts]) => [
      name,
      oneLine(fill(parts, values, asIs, "")),
    ]),
  );

/** Every field that a compiled mail waits for, each once: what freezing has to find out. */
export function fieldsOfMail(mail: CompiledMail): FieldName[] {
  const found = new Set<FieldName>();
  const walk = (parts: MailPart[]): void => {
    for (const part of parts) {
      if (typeof part === "string") continue;
      if ("field" in part) found.add(part.field);
      if ("known" in part) {
        for (const field of part.known) found.add(field);
        walk(part.parts);
      }
    }
  };
  const variables = Object.values(mail.template?.variables ?? {});
  for (const parts of [mail.subject, mail.html, mail.text, ...variables]) walk(parts);
  return (Object.keys(FIELDS) as FieldName[]).filter((field) => found.has(field));
}
