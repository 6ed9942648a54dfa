import { fold } from "./clean";

const LANGUAGES =
  "en de fr es it pt nl sv da nb no fi is pl cs sk hu ro bg hr sr sl uk ru el tr ar he fa hi bn ta te ur pa gu mr ja ko zh vi th id ms tl sw ca eu gl cy ga sq et lv lt".split(
    " ",
  );
const COUNTRIES =
  "US GB IE CA AU NZ ZA IN DE AT CH FR BE LU NL ES PT BR MX AR CO CL PE IT MT PL CZ SK HU RO BG HR RS SI UA RU GR TR IL AE SA EG MA NG KE GH JP KR CN TW HK SG MY TH VN ID PH PK BD LK SE NO DK FI IS EE LV LT".split(
    " ",
  );
const SPOKEN = ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl"];

function namesOf(codes: readonly string[], type: "language" | "region"): Map<string, string> {
  const map = new Map<string, string>();
  for (const code of codes) map.set(fold(code), code);
  const add = (names: Intl.DisplayNames, code: string) => {
    const name = names.of(code);
    if (name && !map.has(fold(name))) map.set(fold(name), code);
  };
  for (const locale of SPOKEN) {
    const names = new Intl.DisplayNames([locale], { type, fallback: "none" });
    for (const code of codes) add(names, code);
  }
  // What speakers of a language call it themselves.
  if (type === "language")
    for (const code of codes) add(new Intl.DisplayNames([code], { type, fallback: "none" }), code);
  return map;
}

let languages: Map<string, string> | undefined;
let countries: Map<string, string> | undefined;

/** A BCP 47 tag for a language as people write it: "de", "de-AT", "German", "Deutsch", "allemand". */
export function languageOf(written: string): string | undefined {
  languages ??= namesOf(LANGUAGES, "language");
  const known = languages.get(fold(written));
  if (known) return known;
  if (!/^[a-z]{2,3}([-_][a-z0-9]{2,8}){1,2}$/i.test(written)) return undefined;
  try {
    return Intl.getCanonicalLocales(written.replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}

/** An ISO 3166-1 code for a country as people write it: "GB", "UK", "Germany", "Deutschland". */
export function countryOf(written: string): string | undefined {
  countries ??= new Map([
    ...namesOf(COUNTRIES, "region"),
    ...Object.entries({
      uk: "GB",
      england: "GB",
      scotland: "GB",
      wales: "GB",
      usa: "US",
      "u s a": "US",
      "u s": "US",
      america: "US",
    }),
  ]);
  return countries.get(fold(written));
}
