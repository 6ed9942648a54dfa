import fc from "fast-check";
import { expect, test } from "vitest";
import { fieldNames } from "./fields";
import { withoutSentinels } from "./parts";
import { marks, normalizeText, parseText, printText, resolveText, type Text, textSchema } from "./text";

const letters = fc.string({
  maxLength: 12,
  unit: fc.constantFrom("a", "é", "ل", " ", "*", "_", "{", "}", "|", "\\", "\n"),
});
const someMarks = fc.subarray([...marks]);
const run = fc.oneof(
  fc.record({ text: letters.filter((text) => text !== ""), marks: someMarks }),
  fc.record({
    field: fc.constantFrom(...fieldNames),
    fallback: letters.map((text) => text.replaceAll("\n", "")),
    marks: someMarks,
  }),
);
const text = fc.array(run, { maxLength: 8 }) as fc.Arbitrary<Text>;

test("the typed form of any text reads back as the same text", () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(parseText(printText(given))).toEqual(normalizeText(given));
    }),
    { numRuns: 2000 },
  );
});

test("whatever a person types is a valid text, and nothing typed is lost without being a sign", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (typed) => {
      const read = parseText(withoutSentinels(typed).replaceAll("\t", ""));
      expect(textSchema.safeParse(read).success).toBe(true);
    }),
  );
  expect(parseText("5 * 3 = 15, snake_case, {{nobody.knows}}")).toEqual([
    { text: "5 * 3 = 15, snake_case, {{nobody.knows}}" },
  ]);
});

test("fields resolve with their fallback, dates in the event's own time zone", () => {
  const values = {
    project: null,
    event: {
      id: "e",
      name: "Ceremony",
      startsAt: "2027-06-12T13:00:00Z",
      endsAt: null,
      timezone: "Europe/Rome",
      venueName: null,
      address: null,
      dressCode: null,
      rsvpDeadline: null,
    },
    guest: { firstName: "Anna", lastName: null },
    household: { name: null },
    invite: null,
  };
  const typed = "Dear {{guest.firstName|friend}}, {{event.startsAt}} at {{event.venueName|a secret place}}";
  expect(resolveText(parseText(typed), values, "en")).toBe(
    "Dear Anna, Saturday, 12 June 2027, 3 pm (Rome time) at a secret place",
  );
});
