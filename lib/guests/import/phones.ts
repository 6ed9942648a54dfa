import metadata from "libphonenumber-js/metadata.min.json";
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A country code of ISO 3166-1 that has phone numbers; undefined for anything else. */
export const countryCode = (word: string | null | undefined): CountryCode | undefined => {
  const code = word?.trim().toUpperCase();
  return code && isSupportedCountry(code) ? code : undefined;
};

/** Excel's way of ruining a number: `4.479E+11`. Whole again only if every digit is still there. */
function unmangle(written: string): string | undefined {
  const match = /^(\d)[.,]?(\d*)E\+?(\d{1,2})$/i.exec(written);
  if (!match) return written;
  const [, head, tail, exponent] = match;
  // Zeros at the end may be lost digits: 4.479E+11 was a longer number once.
  return tail!.length === Number(exponent) ? `+${head}${tail}` : undefined;
}

type Plan = {
  code: string;
  prefix: string;
  parsing: RegExp | null;
  whole: RegExp;
  lengths: readonly number[];
};

const plans = new Map<CountryCode, Plan | null>();

/** The country's numbering plan, where it is simple: a fixed prefix, and nothing rewritten. */
function planOf(country: CountryCode): Plan | null {
  let plan = plans.get(country);
  if (plan !== undefined) return plan;
  const [code, , pattern, lengths, , prefix, , parsing, transform] = metadata.countries[
    country
  ] as unknown as [
    code: string,
    idd: string,
    pattern: string,
    lengths: number[],
    formats: unknown,
    prefix?: string | 0,
    rule?: unknown,
    parsing?: string | 0,
    transform?: string | 0,
  ];
  plan = transform
    ? null
    : {
        code,
        prefix: prefix || "",
        parsing: parsing ? new RegExp(`^(?:${parsing})`) : null,
        whole: new RegExp(`^(?:${pattern})$`),
        lengths,
      };
  plans.set(country, plan);
  return plan;
}

/** The library takes some 50 µs for a number; this takes the plain ones in 2 and leaves the rest to it. */
function normalizePlain(written: string, country: CountryCode): string | undefined {
  if (!/^\+?[\d\s.-]*(?:\([1-9]\d*\)[\d\s.-]*)?$/.test(written)) return undefined;
  // 00 and 011 dial abroad from most countries: the library knows from which.
  if (/^\s*0(?:0|11)/.test(written)) return undefined;
  const international = written.startsWith("+");
  const digits = written.replace(/\D/g, "");
  let plan = international ? null : planOf(country);
  let national = digits;
  for (let length = 1; international && length <= 3; length++) {
    const codes = metadata.country_calling_codes as Record<string, CountryCode[] | undefined>;
    const [main] = codes[digits.slice(0, length)] ?? [];
    if (!main) continue;
    plan = planOf(main);
    national = digits.slice(length);
    break;
  }
  if (!plan) return undefined;
  const parsed = plan.parsing?.exec(national)?.[0];
  const prefixed = plan.prefix !== "" && national.startsWith(plan.prefix);
  if ((international && (parsed || prefixed)) || (parsed && parsed !== plan.prefix)) return undefined;
  if (prefixed) national = national.slice(plan.prefix.length);
  return plan.lengths.includes(national.length) && plan.whole.test(national)
    ? `+${plan.code}${national}`
    : undefined;
}

/**
 * A phone number in E.164, from however it is written, in the country's own notation or with its prefix.
 * Numbers need a possible length, not a range in use: ranges change.
 *
 * @param country ISO 3166-1 code that numbers without a prefix belong to
 * @returns undefined where it is no phone number, or Excel has lost its digits
 */
export function normalizePhone(written: string, country: CountryCode): string | undefined {
  const whole = unmangle(written.normalize("NFKC").trim().replace(/^'/, ""));
  if (!whole || !/\d{3}/.test(whole.replace(/\D/g, ""))) return undefined;
  const first = /\d\s*[/,;]\s*\+?\d{5,}/.test(whole) ? whole.split(/[/,;]/)[0]! : whole;
  const plain = normalizePlain(first, country);
  if (plain) return plain;
  const phone = parsePhoneNumberFromString(first, country);
  if (phone?.isPossible()) return phone.number;
  // A number with its prefix but without the plus: 447911123456 typed in another country.
  const digits = first.replace(/[\s().-]/g, "");
  if (/^[1-9]\d{9,14}$/.test(digits)) {
    const international = parsePhoneNumberFromString(`+${digits}`);
    if (international?.isValid()) return international.number;
  }
  return undefined;
}
