/** Labels that belong to the installation, or that a guest could take for it. */
const RESERVED = new Set(
  `www app api admin mail email smtp imap pop ftp mx ns ns1 ns2 dns webmail docs doc help support status blog news cdn
   assets static public site sites fonts img images media files upload uploads auth login signin signup logout oauth sso
   account accounts billing pay payment payments checkout dashboard editor checkin check-in wall join problems preview
   root localhost local test staging dev demo internal private system security abuse postmaster hostmaster webmaster
   noreply no-reply party live room rooms ws realtime jobs inngest redis blob db database eios invite invites invitation
   unsubscribe preferences lost-link my-data my-table takedown i p`
    .trim()
    .split(/\s+/),
);

export type LabelProblem =
  | "empty"
  | "too_short"
  | "too_long"
  | "characters"
  | "hyphens"
  | "reserved"
  | "look_alike";

/**
 * A label as an eye reads it: letters that are drawn alike are one (after Unicode TR39's confusables, as far as labels
 * can hold them). The column sites.subdomain_shape says the same.
 */
export const shapeOf = (label: string): string =>
  label
    .replaceAll("0", "o")
    .replaceAll("1", "l")
    .replaceAll("5", "s")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");

// Against our own words the eye is stricter: nobody needs a label that reads like "support".
const strictShape = (label: string): string =>
  shapeOf(label)
    .replaceAll("-", "")
    .replaceAll("3", "e")
    .replaceAll("4", "a")
    .replaceAll("7", "t")
    .replaceAll("i", "l");
const reservedShapes = new Set([...RESERVED].filter((word) => word.length > 3).map(strictShape));

/** What a person typed as the label it stands for: lower case, without surrounding space. */
export const normalizeLabel = (typed: string): string => typed.trim().toLowerCase();

/**
 * Why a label cannot be a site's address, or null: a DNS label (RFC 1035 §2.3.1; RFC 5891 §4.2.3.1 keeps two hyphens in
 * third place for encoded names), of three letters at least, not one of ours. Whether it is taken the database knows.
 */
export function labelProblem(label: string): LabelProblem | null {
  if (label === "") return "empty";
  if (label.length > 63) return "too_long";
  if (!/^[a-z0-9-]+$/.test(label)) return "characters";
  if (label.startsWith("-") || label.endsWith("-") || label.slice(2, 4) === "--") return "hyphens";
  if (label.length < 3) return "too_short";
  if (RESERVED.has(label)) return "reserved";
  return reservedShapes.has(strictShape(label)) ? "look_alike" : null;
}

/** Words for a person, by reason. */
export const labelWords: Record<LabelProblem | "taken", string> = {
  empty: "is empty",
  too_short: "has fewer than 3 characters",
  too_long: "has more than 63 characters",
  characters: "takes the letters a to z, digits and hyphens",
  hyphens: "takes hyphens inside only, and not in third and fourth place together",
  reserved: "is reserved",
  look_alike: "looks too much like another address",
  taken: "is taken",
};

/** A name as a label: "Chiara & Thomas" gives `chiara-thomas`; a name without Latin letters gives `invitation`. */
export function labelFrom(name: string): string {
  const label = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll(/[øØ]/g, "o")
    .replaceAll(/[æÆ]/g, "ae")
    .replaceAll(/[łŁ]/g, "l")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 50)
    .replace(/-+$/, "");
  return label.length < 3 ? [label, "invitation"].filter(Boolean).join("-") : label;
}

/** Labels near the one that was wanted, in order of liking; those that are no labels are left out. */
export function suggestionsFor(wanted: string, year: number | null): string[] {
  const base = labelFrom(wanted);
  const candidates = [
    base,
    ...(year ? [`${base}-${year}`] : []),
    `${base}-party`,
    `we-are-${base}`,
    `${base}-2`,
  ];
  return [...new Set(candidates)].filter((label) => labelProblem(label) === null);
}

/** What a person typed as a domain's one spelling: lower case, without a last dot, in ASCII (RFC 5891). */
export function normalizeDomain(typed: string): string {
  const name = typed.trim().toLowerCase().replace(/\.$/, "");
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(name)) return name;
  try {
    return new URL(`http://${name}`).hostname;
  } catch {
    return name;
  }
}

/** The tag under which a CDN keeps a site's pages. */
export const cacheTag = (siteId: string): string => `site:${siteId}`;

/** The address of a site's image for link previews; none while a password guards what it shows. */
export const cardUrl = (origin: string, key: string, passwordHash: string | null): string | null =>
  passwordHash === null ? `${origin}/card.png?v=${key}` : null;
