import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HouseholdForm, HouseholdQuestion } from "../household/queries";
import { words } from "../words/policy";
import { checkValue, mergeAnswers, type Sheet } from "./policy";

const t = words("en");
const question = (of: Partial<HouseholdQuestion>): HouseholdQuestion => ({
  id: "q",
  type: "short_text",
  label: "Question",
  help: null,
  required: false,
  options: [],
  perGuest: true,
  eventId: null,
  visibleIf: null,
  askAtDoor: false,
  consentChannels: [],
  position: 1,
  ...of,
});
const form = (questions: HouseholdQuestion[]) => ({ questions }) as HouseholdForm;
const sheet = (given: Sheet["given"], of: Partial<Sheet> = {}): Sheet => ({
  attendance: { e: "attending" },
  standing: {},
  given,
  index: 0,
  ...of,
});

describe("a value", () => {
  const options = [
    { value: "a", label: "A" },
    { value: "b", label: "B" },
  ];
  it.each([
    ["short_text", " Hello ", "Hello"],
    ["long_text", "a\nb", "a\nb"],
    ["single_choice", "a", "a"],
    ["picture_choice", "b", "b"],
    ["meal", "a", "a"],
    ["multiple_choice", ["b", "a", "b"], ["a", "b"]],
    ["number", 2.5, 2.5],
    ["date", "2028-02-29", "2028-02-29"],
    ["yes_no", false, false],
    ["yes_no", "yes", true],
    ["phone", "+39 06 1234-567", "+39 06 1234-567"],
    ["email", "Ada@Example.com", "ada@example.com"],
    ["consent", true, true],
  ] as const)("of the type %s keeps %j", (type, given, kept) => {
    const fits = type.includes("choice") || type === "meal" ? options : [];
    expect(checkValue(question({ type, options: fits }), given as never, t)).toEqual({ value: kept });
  });

  it.each([
    ["short_text", 5],
    ["short_text", "x".repeat(501)],
    ["long_text", "x".repeat(2_001)],
    ["single_choice", "c"],
    ["single_choice", ["a"]],
    ["multiple_choice", ["a", "c"]],
    ["number", "many"],
    ["number", Number.POSITIVE_INFINITY],
    ["date", "2027-02-29"],
    ["date", "tomorrow"],
    ["yes_no", "perhaps"],
    ["phone", "call me"],
    ["phone", "1"],
    ["email", "ada@"],
    ["consent", "sure"],
    ["attendance", "attending"],
  ] as const)("of the type %s refuses %j with a sentence", (type, given) => {
    expect(checkValue(question({ type, options }), given as never, t)).toEqual({
      problem: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it("that is empty, nothing or no consent is none", () => {
    for (const given of [null, undefined, "", "   ", "\u0000", []]) {
      expect(checkValue(question({ type: "short_text" }), given, t)).toBeNull();
    }
    expect(checkValue(question({ type: "consent" }), false, t)).toBeNull();
  });

  it("of any text stays a text that PostgreSQL keeps, and is kept when it comes back", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: "binary" }), (text) => {
        const once = checkValue(question({ type: "long_text" }), text, t);
        if (once === null || "problem" in once) return;
        expect(String(once.value).isWellFormed()).toBe(true);
        expect(once.value).not.toContain("\u0000");
        expect(checkValue(question({ type: "long_text" }), once.value, t)).toEqual(once);
      }),
    );
  });
});

describe("answers together", () => {
  it("ask what is required of those who come, and nothing of those who do not", () => {
    const asked = form([question({ id: "meal", required: true })]);
    const errorsOf = (attendance: Sheet["attendance"]) =>
      mergeAnswers(asked, [sheet({}, { attendance })], {}, true, t).errors;
    expect(errorsOf({ e: "attending" })).toEqual([
      { path: "responses.0.answers.meal", message: t("problem.required") },
    ]);
    expect(errorsOf({ e: "maybe" })).toHaveLength(1);
    expect(errorsOf({ e: "declined" })).toEqual([]);
  });

  it("leave out what is asked at the door, and tell of consent in its own words", () => {
    const asked = form([
      question({ id: "door", required: true, askAtDoor: true }),
      question({ id: "photos", type: "consent", required: true }),
    ]);
    expect(mergeAnswers(asked, [sheet({ photos: false })], {}, true, t).errors).toEqual([
      { path: "responses.0.answers.photos", message: t("problem.consent") },
    ]);
  });

  it("drop what a condition hides, and what hangs on it", () => {
    const asked = form([
      question({ id: "bus", type: "yes_no" }),
      question({ id: "stop", visibleIf: { questionId: "bus", op: "equals", value: true } }),
      question({ id: "time", visibleIf: { questionId: "stop", op: "answered" }, required: true }),
    ]);
    const own = (given: Sheet["given"]) => mergeAnswers(asked, [sheet(given)], {}, true, t);
    expect(own({ bus: false, stop: "Roma", time: "9" }).own).toEqual([{ bus: false }]);
    expect(own({ bus: false, stop: "Roma", time: "9" }).errors).toEqual([]);
    expect(own({ bus: true, stop: "Roma" }).errors.map(({ path }) => path)).toEqual([
      "responses.0.answers.time",
    ]);
  });

  it("of the household are one, whoever says them, and stay when only some answer", () => {
    const asked = form([
      question({ id: "song", perGuest: false }),
      question({ id: "hotel", perGuest: false }),
    ]);
    const two = [sheet({}, { index: 1 }), sheet({ song: "Volare" }, { index: 0 })];
    expect(mergeAnswers(asked, two, { hotel: "Roma" }, true, t).household).toEqual({ song: "Volare" });
    const some = [sheet(null, { index: null, standing: {} }), sheet({ song: "Volare" })];
    expect(mergeAnswers(asked, some, { hotel: "Roma" }, false, t).household).toEqual({
      hotel: "Roma",
      song: "Volare",
    });
  });

  it("said again after they were merged change nothing", () => {
    const questions = ["a", "b", "c"].map((id, i) =>
      question({
        id,
        perGuest: i !== 1,
        visibleIf: i === 2 ? { questionId: "a", op: "answered" } : null,
      }),
    );
    const given = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.string({ maxLength: 5 }));
    const attendance = fc.constantFrom<Sheet["attendance"]>({ e: "attending" }, { e: "declined" }, {});
    fc.assert(
      fc.property(fc.array(fc.tuple(given, attendance), { minLength: 1, maxLength: 4 }), (people) => {
        const sheets = people.map(([said, coming], index) => sheet(said, { attendance: coming, index }));
        const once = mergeAnswers(form(questions), sheets, {}, true, t);
        const again = mergeAnswers(
          form(questions),
          sheets.map((one, i) => ({
            ...one,
            given: i === 0 ? { ...once.household, ...once.own[0] } : once.own[i]!,
          })),
          once.household,
          true,
          t,
        );
        expect(again).toEqual(once);
      }),
    );
  });
});
