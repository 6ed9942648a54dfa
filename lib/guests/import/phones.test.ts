import fc from "fast-check";
import examples from "libphonenumber-js/examples.mobile.json";
import {
  type CountryCode,
  getCountries,
  getExampleNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";
import { expect, it } from "vitest";
import { normalizeEmail, readAgeBand, readCount, readEmails, readPhones } from "./cells";
import { countryOf, languageOf } from "./languages";
import { normalizePhone } from "./phones";

it("a number is the library's, in every country and notation, though most take the short way", () => {
  const digits = fc.stringMatching(/^\d{0,4}$/);
  fc.assert(
    fc.property(
      fc.constantFrom(...getCountries()),
      digits,
      fc.nat(4),
      (country: CountryCode, tail, notation) => {
        const example = getExampleNumber(country, examples as never);
        fc.pre(example !== undefined);
        const national = `${example!.nationalNumber}`.slice(0, -tail.length || undefined) + tail;
        const written = [
          national,
          `0${national}`,
          `+${example!.countryCallingCode}${national}`,
          example!.formatNational(),
          `+${example!.countryCallingCode} (0)${national}`,
        ][notation]!;
        const theirs = parsePhoneNumberFromString(written, country);
        if (theirs?.isPossible()) expect(normalizePhone(written, country)).toBe(theirs.number);
      },
    ),
    { numRuns: 2_000 },
  );
});

it.each([
  ["07911 123456", "GB", "+447911123456"],
  ["'+44 7911 123456", "US", "+447911123456"],
  ["447911123456", "US", "+447911123456"],
  ["4.47911123456E+11", "GB", "+447911123456"],
  ["4.479E+11", "GB", undefined],
  ["0044 7911 123456", "GB", "+447911123456"],
  ["(212) 555-0142", "US", "+12125550142"],
  ["555-0142", "US", undefined],
  ["07911 123456 / 07911 123457", "GB", "+447911123456"],
  ["０７９１１ １２３４５６", "GB", "+447911123456"],
  ["ask his mum", "GB", undefined],
  ["12", "GB", undefined],
  ["", "GB", undefined],
] as [string, CountryCode, string | undefined][])("%s in %s", (written, country, expected) => {
  expect(normalizePhone(written, country)).toBe(expected);
});

it("cells of contacts give every address and number, and name what is none", () => {
  expect(readEmails("Ann <ANN@Example.com>; bob@example.com")).toEqual({
    values: ["ann@example.com", "bob@example.com"],
    wrong: [],
  });
  expect(readEmails("ann smith@example.com")).toEqual({ values: [], wrong: ["ann smith@example.com"] });
  expect(readEmails("a@b.co ::: mailto:c@d.co")).toEqual({ values: ["a@b.co", "c@d.co"], wrong: [] });
  for (const cell of ["n/a", "-", "none", "TBC", "?"])
    expect(readEmails(cell)).toEqual({ values: [], wrong: [] });
  expect(readPhones("+44 7911 123456 ::: 07911 123457; x", "GB")).toEqual({
    values: ["+447911123456", "+447911123457"],
    wrong: ["x"],
  });
  for (const wrong of [
    "a@b",
    "a@@b.co",
    ".a@b.co",
    "a@b..co",
    "a b@c.co",
    "a@-b.co",
    `${"a".repeat(65)}@b.co`,
    "a@b.c",
  ]) {
    expect([wrong, normalizeEmail(wrong)]).toEqual([wrong, undefined]);
  }
  for (const right of ["o'brien+tag@sub.example.museum", "jürgen@müller.de", "a.b-c_d@e-f.co"])
    expect(normalizeEmail(right)).toBe(right);
});

it("counts, ages, languages and countries are read in the languages people write", () => {
  expect(["2", "+1", "yes", "ja", "no", "guest", "Jane Doe", "-"].map(readCount)).toEqual([
    2,
    1,
    1,
    1,
    0,
    1,
    undefined,
    0,
  ]);
  expect(["Adult", "Kind", "bébé", "7", "2 years", "45", "soon"].map(readAgeBand)).toEqual([
    "adult",
    "child",
    "infant",
    "child",
    "infant",
    "adult",
    undefined,
  ]);
  expect(["de", "Deutsch", "allemand", "pt-br", "日本語", "Klingon"].map(languageOf)).toEqual([
    "de",
    "de",
    "de",
    "pt-BR",
    "ja",
    undefined,
  ]);
  expect(["UK", "Deutschland", "us", "Atlantis"].map(countryOf)).toEqual(["GB", "DE", "US", undefined]);
});
