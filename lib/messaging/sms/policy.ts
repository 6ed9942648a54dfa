import { SegmentedMessage } from "sms-segments-calculator";
import { type Block, parseBody } from "../mail/body";
import { plainWords } from "../mail/compile";
import type { CompiledMail, MailPart } from "../mail/parts";
import { mailWords } from "../mail/words";

/** Facts and rules of SMS. */

/**
 * Hours in which people may be written to where a campaign names none: no earlier than 8 and no later than 21 by the
 * recipient's clock (47 CFR § 64.1200(c)(1)).
 */
export const QUIET_HOURS = { start: "08:00", end: "21:00" };

/** Longer than this is read by nobody and paid by part. */
export const MANY_SEGMENTS = 4;

/** How a text travels, and in how many parts, each of which is paid for. */
export type Parts = { encoding: "GSM-7" | "UCS-2"; segments: number; characters: number };

// The basic table of GSM-7 (3GPP TS 23.038 §6.2.1): one place each. Those of its extension take two.
const BASIC = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;

/** How a text travels: 160 GSM-7 or 70 UCS-2 characters, 153 or 67 each where parts are joined (3GPP TS 23.038, 23.040). */
export function segmentsOf(text: string): Parts {
  // Most texts, and there is one for each guest: the library looks at every character of them.
  if (BASIC.test(text)) {
    const characters = text.length;
    return { encoding: "GSM-7", segments: characters <= 160 ? 1 : Math.ceil(characters / 153), characters };
  }
  const { encodingName, segmentsCount, numberOfCharacters } = new SegmentedMessage(text);
  return { encoding: encodingName, segments: segmentsCount, characters: numberOfCharacters };
}

/** What many messages cost, in minor units, rounded up; null where the installation names no price. */
export const costOf = (segments: number, price: { amount: number; currency: string } | null) =>
  price && {
    amount: Math.ceil(Number((segments * price.amount * 100).toFixed(6))),
    currency: price.currency,
  };

/** A link as long as anybody's own, which opens nobody's invitation. */
export const exampleLink = (origin: string): string => `${origin}/i/Example-link-of-guests`;

type Source = { locale: string; origin: string; ownOrigin: string; body: string; stop?: boolean };

/**
 * Compiles a text message once, to the same parts as a mail's plain text: the host's words without their dress, the
 * personal link, and how to get no more unless `stop` is false.
 */
export function compileText({ locale, origin, ownOrigin, body, stop = true }: Source): CompiledMail {
  const t = mailWords(locale);
  const text: MailPart[] = [...plainWords(withLink(parseBody(body)), t), ...(stop ? [t("text.stop")] : [])];
  const empty = { from: "", replyTo: null, subject: [], html: [] };
  return { version: 1, ...empty, locale, origin, ownOrigin, text };
}

const isLink = (part: MailPart) => typeof part === "object" && "field" in part && part.field === "invite.url";

function withLink(blocks: Block[]): Block[] {
  const written = plainWords(blocks, mailWords("en")).some(isLink);
  return written ? blocks : [...blocks, { kind: "paragraph", inlines: [{ field: "invite.url" }] }];
}
