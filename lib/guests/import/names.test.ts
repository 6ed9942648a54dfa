import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countNobody, nameKey, parseFirstNames, parseParty, splitName } from "./names";
import { alikeFirstNames } from "./nicknames";

const read = (cell: string) => {
  const { people, household, uncounted } = parseParty(cell);
  const shown = people.map(({ firstName, lastName, guests }) =>
    [firstName, lastName, ...(guests ? [guests] : [])].join("|"),
  );
  return [shown.join(" & "), household, ...(uncounted ? ["uncounted"] : [])];
};

describe("a cell of names", () => {
  it.each([
    ["Ann Smith", "Ann|Smith", null],
    ["Ann & Bob Smith", "Ann|Smith & Bob|Smith", "Ann & Bob Smith"],
    ["Ann Smith & Bob Jones", "Ann|Smith & Bob|Jones", "Ann Smith & Bob Jones"],
    ["Ann, Bob and Cleo Smith", "Ann|Smith & Bob|Smith & Cleo|Smith", "Ann, Bob and Cleo Smith"],
    ["Smith, Ann & Bob", "Ann|Smith & Bob|Smith", "Smith, Ann & Bob"],
    ["Ann\nBob Smith", "Ann|Smith & Bob|Smith", "Ann, Bob Smith"],
    ["Mr and Mrs James Reyes", "James|Reyes & Mrs|Reyes", "Mr and Mrs James Reyes"],
    ["Mr. & Mrs. Reyes", "Mr.|Reyes & Mrs.|Reyes", "Mr. & Mrs. Reyes"],
    ["Mr and Mrs James and Ana Reyes", "James|Reyes & Ana|Reyes", "Mr and Mrs James and Ana Reyes"],
    ["Jim + Guest", "Jim||1", null],
    ["Jim Smith +1", "Jim|Smith|1", null],
    ["Jim Smith (+2)", "Jim|Smith|2", null],
    ["Jim and partner", "Jim||1", null],
    ["Ann & Bob Smith + 2", "Ann|Smith|2 & Bob|Smith", "Ann & Bob Smith"],
    ["The Okafor Family (5)", "The Okafor Family||4", "The Okafor Family"],
    ["Familie Müller - 3", "Familie Müller||2", "Familie Müller"],
    ["María y Juan García", "María|García & Juan|García", "María y Juan García"],
    ["José Ortega y Gasset", "José Ortega y|Gasset", null],
    ["Ludwig van Beethoven", "Ludwig|van Beethoven", null],
    ["Martin Luther King Jr.", "Martin Luther|King Jr.", null],
    ["Smith, Ann", "Ann|Smith", null],
    ["Dr. Ann Smith", "Dr. Ann|Smith", null],
    ["山田 太郎", "太郎|山田", null],
    ["Zoë 🎉", "Zoë 🎉|", null],
    ["Cher", "Cher|", null],
  ])("%s", (cell, people, household) => {
    expect(read(cell)).toEqual([people, household]);
  });

  it("that speaks of people it does not count says so", () => {
    expect(read("Jim and family")).toEqual(["Jim|", "Jim and family", "uncounted"]);
    expect(read("The Okafor Family")).toEqual(["The Okafor Family|", "The Okafor Family", "uncounted"]);
  });

  it("that names nobody is told from a name", () => {
    for (const cell of ["+1", "Guest", "plus one", "& guest", "TBD", "???", "Name unknown"])
      expect(countNobody(cell)).toBe(1);
    expect(countNobody("+3")).toBe(3);
    for (const cell of ["Gast Müller", "Guesty", "Ann", "Partner Smith"]) expect(countNobody(cell)).toBe(0);
  });

  it("beside a column of last names keeps those as written", () => {
    const shown = (first: string, last: string) =>
      parseFirstNames(first, last).people.map(({ firstName, lastName }) => `${firstName}|${lastName}`);
    expect(shown("Ann & Bob", "Smith")).toEqual(["Ann|Smith", "Bob|Smith"]);
    expect(shown("Ann & Bob", "Smith & Jones")).toEqual(["Ann|Smith", "Bob|Jones"]);
    expect(shown("Ann", "Smith & Sons")).toEqual(["Ann|Smith & Sons"]);
    expect(shown("Mr & Mrs James", "Reyes")).toEqual(["James|Reyes", "Mrs|Reyes"]);
  });

  it("loses no letter of a plain name, however many words it has", () => {
    const word = fc.stringMatching(/^\p{Lu}\p{Ll}{1,9}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const { firstName, lastName } = splitName(words.join(" "));
        fc.pre(!/^(Mr|Mrs|Ms|Miss|Mx|Fr|Hr|Herr|Frau|Master|Sig|Sra|Mme|Dhr|Mevr)/.test(words[0]!));
        expect(`${firstName} ${lastName}`.trim()).toBe(words.join(" "));
        expect(firstName).not.toBe("");
      }),
    );
  });

  it("of any text is read in time and always names somebody or nobody", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (cell) => {
        for (const { firstName, guests } of parseParty(cell).people) {
          expect(firstName).not.toBe("");
          expect(guests).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
    for (const piece of [" and ", "& ", "The ", "x,", "+1 ", "(", "family "]) {
      expect(parseParty(piece.repeat(400 / piece.length)).people.length).toBeLessThan(401);
    }
  });
});

it("one person's names are alike, and others' are not", () => {
  for (const [a, b] of [
    ["Chris", "Christopher"],
    ["Bob", "Robert"],
    ["Zoe", "Zoë"],
    ["A", "Ann"],
    ["Ann Marie", "Ann"],
  ]) {
    expect([a, b, alikeFirstNames(a!, b!)]).toEqual([a, b, true]);
  }
  for (const [a, b] of [
    ["Ann", "Bob"],
    ["Jo", "Joanna"],
    ["Chris", "Cleo"],
  ]) {
    expect([a, b, alikeFirstNames(a!, b!)]).toEqual([a, b, false]);
  }
  expect(nameKey("Mr Ann", "SMITH")).toBe(nameKey("ann", "Smith"));
});
