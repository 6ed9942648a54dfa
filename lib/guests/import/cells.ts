import type { CountryCode } from "libphonenumber-js/min";
import { fold } from "./clean";
import { countNobody } from "./names";
import { normalizePhone } from "./phones";

export type AgeBand = "adult" | "child" | "infant";

const NOTHING =
  /^(?:[-–—./?]+|n\s*\/?\s*a|none|no(?:ne)? (?:yet|given)|unknown|tb[acd]|nil|null|keine?|aucun|ninguno|nessuno)\.?$/i;
/** Whether a cell of contacts says that there is none. */
export const saysNothing = (cell: string): boolean => cell === "" || NOTHING.test(cell);

// RFC 5321 §4.5.3.1 lengths, and what mail services accept of RFC 5322: no quoting, no comments, a dot in the domain.
const EMAIL =
  /^(?=.{1,254}$)(?=[^@]{1,64}@)[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

/** An e-mail address in lower case, out of what people write around it; undefined for what is none. */
export function normalizeEmail(written: string): string | undefined {
  const inner = /<([^<>\s]+)>\s*$/.exec(written)?.[1] ?? written;
  const address = inner
    .trim()
    .replace(/^mailto:/i, "")
    .toLowerCase();
  return EMAIL.test(address) ? address : undefined;
}

export type Values = { values: string[]; wrong: string[] };

function gather(cell: string, separator: RegExp, normalize: (part: string) => string | undefined): Values {
  const values = new Set<string>();
  const wrong: string[] = [];
  for (const part of cell.split(separator)) {
    const piece = part.trim();
    if (saysNothing(piece)) continue;
    const value = normalize(piece);
    if (value) values.add(value);
    else wrong.push(piece);
  }
  return { values: [...values], wrong };
}

/** The addresses of a cell, in order, and what in it is none. */
export function readEmails(cell: string): Values {
  const spaced = cell.split(/\s+/).every((word) => word.includes("@"));
  return gather(cell, spaced ? /[\s,;|]+|:::/ : /\s*(?:[,;|\n]|:::|\s\/\s)\s*/, normalizeEmail);
}

/** The numbers of a cell in E.164, in order, and what in it is none. */
export const readPhones = (cell: string, country: CountryCode): Values =>
  gather(cell, /\s*(?:[;|\n]|:::|,\s+|\s\/\s)\s*/, (part) => normalizePhone(part, country));

const YES = /^(y|yes|yep|true|x|✓|✔|ja|oui|si|sim|da|tak|1)$/;
const NO = /^(n|no|nope|false|nein|non|nao|nee|0)$/;

/** Yes or no in the languages of the interface; undefined for other words. */
export function readYesNo(cell: string): boolean | undefined {
  const word = fold(cell) || cell.trim();
  return YES.test(word) ? true : NO.test(word) ? false : undefined;
}

/** How many people a cell grants: a number, yes, "+2", "guest"; undefined for anything else, such as a name. */
export function readCount(cell: string): number | undefined {
  const number = /^\+?\s*(\d{1,4})(?:[.,]0+)?$/.exec(cell);
  if (number) return Number(number[1]);
  if (saysNothing(cell)) return 0;
  const yes = readYesNo(cell);
  if (yes !== undefined) return yes ? 1 : 0;
  return countNobody(cell) || undefined;
}

const AGES: Record<AgeBand, RegExp> = {
  infant: /^(infant|baby|babies|toddler|newborn|saugling|kleinkind|bebe|nourrisson|neonato|lattante)s?$/,
  child:
    /^(child|children|kid|minor|junior|teen|teenager|youth|kind|kinder|jugendliche[rn]?|enfant|ado|nino|nina|menor|bambin[oaie]|ragazz[oaie]|crianca)s?$/,
  adult: /^(adult|grown up|senior|erwachsene[rn]?|adulte|adulto|adulta|adult[ie])s?$/,
};

/** An age band from its name or from years: under 3 an infant, under 13 a child. */
export function readAgeBand(cell: string): AgeBand | undefined {
  const word = fold(cell);
  for (const band of ["infant", "child", "adult"] as const) if (AGES[band].test(word)) return band;
  const years = /^(\d{1,3})(?: ?(?:y|yo|years?|jahre?|ans|anos|anni)(?: old)?)?$/.exec(word);
  if (!years || Number(years[1]) > 120) return undefined;
  return Number(years[1]) < 3 ? "infant" : Number(years[1]) < 13 ? "child" : "adult";
}

/** The labels of a cell, each once whatever its case; Google's own "* myContacts" is none. */
export function readTags(cells: readonly string[]): string[] {
  const tags = new Map<string, string>();
  for (const cell of cells) {
    for (const part of cell.split(/\s*(?:[,;|\n]|:::)\s*/)) {
      const tag = part
        .replace(/^\*\s*/, "")
        .replace(/\s+/g, " ")
        .trim();
      if (tag && !/^mycontacts$/i.test(tag) && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
    }
  }
  return [...tags.values()];
}
