// Neither space nor a sign that has a meaning of its own in a header; a label neither begins nor ends with a hyphen.
const SIGNS = String.raw`\s@<>"(),:;\[\]\\`;
const ATOM = `[^${SIGNS}.]`;
const LABEL_END = `[^${SIGNS}._-]`;
const TOP = `${LABEL_END}[^${SIGNS}._]{0,61}${LABEL_END}`;
const LABEL = `${LABEL_END}([^${SIGNS}._]*${LABEL_END})?`;

/**
 * An address that a mail can be sent to, as a pattern that JavaScript and PostgreSQL read alike: a dot-atom of
 * RFC 5321 §4.1.2, at a domain with a dot. Bare, in lower case.
 */
export const ADDRESS = String.raw`^(?!.{65,}@)${ATOM}+(\.${ATOM}+)*@(${LABEL}\.)+${TOP}$`;

/** How an address is kept where it is compared: without outer space, in lower case. */
export const normalAddress = (address: string): string => address.trim().toLowerCase();

/** A number that an SMS can be sent to: E.164, as contacts keep it. */
const NUMBER = "^\\+[1-9][0-9]{6,14}$";

export type Channel = "email" | "sms" | "whatsapp";

/** Which contacts a channel writes to, the ones before the others, and what an address has to look like. */
export const addressing: Record<Channel, { kinds: readonly string[]; pattern: string }> = {
  email: { kinds: ["email"], pattern: ADDRESS },
  sms: { kinds: ["phone"], pattern: NUMBER },
  whatsapp: { kinds: ["whatsapp", "phone"], pattern: NUMBER },
};
