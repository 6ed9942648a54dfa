import type { FieldName } from "./fields";

/** What a piece of a page waits for. */
export type Condition =
  /** The household is invited to the event; `public` says what a page without a household does. */
  | { invited: string; public: boolean }
  | { personal: boolean }
  /** Every one of these fields has a value. */
  | { known: FieldName[] }
  /** The name of who is greeted is longer than this, and is set smaller. */
  | { longName: number }
  | { noindex: true };

/** What the RSVP slot knows of each event: plain words, escaped when filled. */
export type EventWords = {
  id: string;
  name: string;
  when: string;
  place: string | null;
  mapUrl: string | null;
};

export type Slot =
  | { slot: "field"; field: FieldName; fallback: string; locale: string }
  | { slot: "when"; is: Condition; parts: Part[] }
  /** The main event of whoever looks: one case an event, in the facts' own order of preference. */
  | { slot: "main"; order: string[]; cases: Record<string, Part[]>; none: Part[] }
  /** Where the page says that it was opened, for the island. */
  | { slot: "beacon" }
  /** The drawn image for link previews, and the page's own address (ogp.me). */
  | { slot: "card"; alt: string }
  | { slot: "days"; at: string; timezone: string; locale: string }
  | { slot: "answer"; locale: string; yes: string; no: string; timezone: string; events: EventWords[] }
  | {
      slot: "rsvp";
      locale: string;
      yes: string;
      no: string;
      timezone: string;
      events: EventWords[];
      /** The drawing of the moment of joy: markup made by the renderer. */
      flourish: string;
    };

/** A compiled page is a list of these: markup as it is, or a slot that `fill` resolves. JSON round-trips. */
export type Part = string | Slot;

/** A slot as components place it; what lies between its sentinels becomes its inner parts. */
export type OpenSlot =
  | Exclude<Slot, { slot: "when" } | { slot: "main" }>
  | { slot: "when"; is: Condition }
  | { slot: "main"; order: string[] }
  | { slot: "case"; event: string | null };

const OPEN = "\u0001";
const MARK = "\u0002";
const CLOSE = "\u0003";

/** Collects the slots that a render places, as sentinels that no text can contain (the schema refuses them). */
export class SlotBook {
  readonly slots: OpenSlot[] = [];

  open(slot: OpenSlot): string {
    this.slots.push(slot);
    return `${OPEN}${this.slots.length - 1}${MARK}`;
  }

  close(): string {
    return CLOSE;
  }

  leaf(slot: OpenSlot): string {
    return this.open(slot) + this.close();
  }

  /** Splits rendered markup at the sentinels. Throws when they are not nested, which is a renderer's mistake. */
  split(markup: string): Part[] {
    let at = 0;
    const read = (depth: number): Part[] => {
      const parts: Part[] = [];
      const push = (part: Part) => {
        const last = parts.length - 1;
        if (typeof part === "string" && typeof parts[last] === "string") parts[last] += part;
        else if (part !== "") parts.push(part);
      };
      while (at < markup.length) {
        const open = markup.indexOf(OPEN, at);
        const close = markup.indexOf(CLOSE, at);
        const next = open === -1 ? close : close === -1 ? open : Math.min(open, close);
        if (next === -1) {
          push(markup.slice(at));
          at = markup.length;
          break;
        }
        push(markup.slice(at, next));
        if (next === close) {
          if (depth === 0) throw new Error("A slot was closed that was never opened.");
          at = close + 1;
          return parts;
        }
        const mark = markup.indexOf(MARK, open);
        const slot = this.slots[Number(markup.slice(open + 1, mark))];
        if (!slot) throw new Error("A sentinel names no slot.");
        at = mark + 1;
        push(this.assemble(slot, read(depth + 1)));
      }
      if (depth > 0) throw new Error("A slot was opened and never closed.");
      return parts;
    };
    return read(0);
  }

  private assemble(slot: OpenSlot, inner: Part[]): Part {
    if (slot.slot === "when") return { slot: "when", is: slot.is, parts: inner };
    // A case is carried as a marked list until the main slot around it takes it.
    if (slot.slot === "case") return { slot: "case", event: slot.event, parts: inner } as unknown as Part;
    if (slot.slot !== "main") return slot;
    const cases: Record<string, Part[]> = {};
    let none: Part[] = [];
    for (const part of inner as unknown as { event: string | null; parts: Part[] }[]) {
      if (part.event === null) none = part.parts;
      else cases[part.event] = part.parts;
    }
    return { slot: "main", order: slot.order, cases, none };
  }
}

const control = /(?![\n\t])\p{Cc}/gu;

/** Text without the characters that sentinels are made of; for facts, which no scene schema has checked. */
export const withoutSentinels = (text: string): string => text.replace(control, "");
