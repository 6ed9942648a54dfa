import { escapeLike } from "@/lib/http/like";
/** What search looks for: lower case, with LIKE's own characters as letters; a phone number by its digits. */
export function searchPattern(q: string): string {
  const number = /^\+?[\d\s().-]{4,}$/.test(q);
  // Numbers are kept in E.164: a leading zero is the national prefix and not part of them.
  const wanted = number ? q.replace(/\D/g, "").replace(/^0+/, "") : q.toLowerCase();
  return escapeLike(wanted);
}

/** An array literal of PostgreSQL for ids, to be cast to uuid[]. */
export const idArray = (ids: Iterable<string>): string => `{${[...ids].join(",")}}`;

/** An array literal of PostgreSQL for texts, to be cast to text[]: as one parameter it may use an index. */
export const textArray = (texts: Iterable<string>): string =>
  `{${[...texts].map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
