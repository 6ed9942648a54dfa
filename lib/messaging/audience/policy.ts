// Neither space nor a sign that has a meaning of its own in a header; a label neither begins nor ends with a hyphen.
const SIGNS = String.raw`\s@<>"(),:;\[\]\\`;
const ATOM = `[^${SIGNS}.]`;
const LETTER = `[^${SIGNS}._-]`;

/**
 * An address that a mail can be sent to, as a pattern that JavaScript and PostgreSQL read alike: a dot-atom of
 * RFC 5321 §4.1.2, at a domain with a dot. Bare, in lower case. Lengths are in `addressing` instead: in PostgreSQL
 * a look ahead and a bounded repetition each take several times as long as all the rest.
 */
export const ADDRESS = `^${ATOM}+(\\.${ATOM}+)*@(${LETTER}(-*${LETTER})*\\.)+${LETTER}(-*${LETTER})+$`;

/** How an address is kept where it is compared: without outer space, in lower case. */
export const normalAddress = (address: string): string => address.trim().toLowerCase();

/** A number that an SMS can be sent to: E.164, as contacts keep it. */
const NUMBER = "^\\+[1-9][0-9]+$";

export type Channel = "email" | "sms" | "whatsapp";

/**
 * Which contacts a channel writes to, the ones before the others, and what an address has to look like: how many
 * characters it has, with the + of a number, and how many before an @ (RFC 5321 §4.5.3.1).
 */
export const addressing: Record<
  Channel,
  { kinds: readonly string[]; pattern: string; length: readonly [least: number, most: number] }
> = {
  email: { kinds: ["email"], pattern: ADDRESS, length: [6, 254] },
  sms: { kinds: ["phone"], pattern: NUMBER, length: [8, 16] },
  whatsapp: { kinds: ["whatsapp", "phone"], pattern: NUMBER, length: [8, 16] },
};
export const LONGEST_LOCAL_PART = 64;
