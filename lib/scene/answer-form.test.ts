import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AnswerForm,
  type AnswerResponse,
  fieldOfPath,
  parseAnswerForm,
  withoutWhatDoesNotApply,
} from "./answer-form";
import { FORM, family, guest, invitation, OCCASIONS, pageContext } from "./fixtures";
import { renderForm } from "./rsvp/form";
import { entriesOfAnswer } from "./rsvp/values";
import { eventWordsForTest } from "./rsvp/values.fixture";

const facts = OCCASIONS.letterpress;
const guests = [
  ...family(3, facts),
  guest("g4", "Zoë", null, { plusOneAllowance: 2, eventIds: ["ceremony"] }),
];
const slot = eventWordsForTest(facts);

const attendance = fc.constantFrom("attending" as const, "declined" as const, "maybe" as const);
const words = fc
  .string({ minLength: 1, maxLength: 20 })
  .map((text) => text.trim())
  .filter((text) => text !== "");
const answers = fc.record(
  { meal: fc.constantFrom("fish", "beef", "veg"), diet: words },
  { requiredKeys: [] },
);

const answered: fc.Arbitrary<AnswerResponse[]> = fc
  .tuple(
    ...guests.map(({ id, eventIds }) =>
      fc.record({
        guestId: fc.constant(id),
        attendance: fc.record(Object.fromEntries(eventIds.map((event) => [event, attendance]))),
        answers,
      }),
    ),
  )
  .chain((responses) =>
    fc.array(fc.record({ firstName: words, lastName: fc.option(words) }), { maxLength: 2 }).map((named) => [
      ...responses,
      ...named.map((plusOne) => ({
        plusOne,
        attendance: { ...(responses[3]?.attendance ?? {}) },
        answers: { meal: "fish" },
      })),
    ]),
  )
  .map((responses) => withoutWhatDoesNotApply(FORM, responses as AnswerResponse[]));

const normal = (responses: AnswerResponse[]) =>
  responses.map((response) => ({ ...response, answers: { ...response.answers } }));

test("what the form shows for a standing answer posts back as that answer", () => {
  fc.assert(
    fc.property(answered, fc.option(words), (responses, message) => {
      const standing = invitation(guests, { existing: { revision: 3, responses, message } });
      const posted = new URLSearchParams(entriesOfAnswer(standing));
      const parsed = parseAnswerForm(posted, FORM, guests);
      expect(normal(parsed.responses)).toEqual(normal(responses));
      expect(parsed.message).toBe(message);
    }),
  );
});

/** The successful controls of rendered markup (HTML, form submission): what a browser would post untouched. */
function controls(markup: string): URLSearchParams {
  const text = (value: string) =>
    value
      .replaceAll("&quot;", '"')
      .replaceAll("&#x27;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
  const posted = new URLSearchParams();
  for (const [, tag, attributes, inner] of markup.matchAll(
    /<(input|textarea)((?:\s[^>]*?)?)>(?:([^<]*)<\/textarea>)?/g,
  )) {
    const read = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(attributes ?? "")?.[1];
    const name = read("name");
    const pick = /\stype="(radio|checkbox)"/.test(attributes ?? "");
    if (!name || (pick && !/\schecked/.test(attributes ?? ""))) continue;
    posted.append(text(name), text((tag === "textarea" ? inner?.replace(/^\n/, "") : read("value")) ?? ""));
  }
  return posted;
}

test("the rendered form, sent untouched, is the answer it was filled with", () => {
  fc.assert(
    fc.property(answered, fc.option(words), (responses, message) => {
      const standing = invitation(guests, { existing: { revision: 3, responses, message } });
      const parsed = parseAnswerForm(controls(renderForm(slot, standing, FORM).value), FORM, guests);
      expect(normal(parsed.responses)).toEqual(normal(responses));
      expect(parsed.message).toBe(message);
      expect(parsed.revision).toBe(3);
    }),
    { numRuns: 60 },
  );
});

test("one choice for everybody fills what was left open, and nobody else's", () => {
  const data = new URLSearchParams({
    all: "attending",
    "a.g2.dinner": "declined",
    "a.stranger.dinner": "attending",
  });
  const { responses } = parseAnswerForm(data, FORM, guests);
  expect(responses).toHaveLength(4);
  expect(responses[0]?.attendance).toEqual({ ceremony: "attending", dinner: "attending" });
  expect(responses[1]?.attendance).toEqual({ ceremony: "attending", dinner: "declined" });
});

test("answers that their condition hides are left out", () => {
  const data = new URLSearchParams({
    all: "declined",
    "q.meal.g1": "fish",
    "q.shuttle": "no",
    "q.from": "Grand Hotel",
  });
  const { responses } = parseAnswerForm(data, FORM, guests);
  expect(responses[0]?.answers).toEqual({ shuttle: false });
});

test("a problem's path finds its field, also for the second of two named plus-ones", () => {
  const data = new URLSearchParams({ all: "attending", "p.g4+2.first": "Max", "p.g4+2.last": "" });
  const parsed = parseAnswerForm(data, FORM, guests);
  const field = (path: string) => fieldOfPath(path, FORM, parsed.responses, guests, 0, parsed.entries);
  expect(field("responses.0.answers.meal")).toBe("q.meal.g1");
  expect(field("responses.0.answers.shuttle")).toBe("q.shuttle");
  expect(field("responses.4.answers.meal")).toBe("q.meal.g4+2");
  expect(field("responses.4.plusOne.firstName")).toBe("p.g4+2.first");
  expect(field("responses.1.attendance.dinner")).toBe("a.g2.dinner");
  expect(field("token")).toBe(null);
});

test("a refused form keeps everything typed and tells the problem beside its field", () => {
  const entries: [string, string][] = [
    ["a.g1.ceremony", "attending"],
    ["q.diet.g1", `<script>"nuts"`],
    ["message", "</textarea>Hello"],
  ];
  const refused = invitation(guests, {
    entries,
    errors: [{ path: "responses.0.answers.meal", message: "Please choose a main course." }],
  });
  const markup = renderForm(slot, refused, FORM).value;
  const posted = controls(markup);
  expect(posted.get("q.diet.g1")).toBe(`<script>"nuts"`);
  expect(markup).not.toContain("<script>");
  expect(markup).toContain("&lt;/textarea&gt;Hello");
  expect(markup.indexOf("Please choose a main course.")).toBeLessThan(markup.indexOf("q.meal.g2"));
  expect(markup).toContain('role="alert"');
});

test("no question, option or name can break out of the form", () => {
  const nasty = `"><img src=x onerror=alert(1)>'&`;
  const form: AnswerForm = {
    id: "f",
    questions: [
      {
        id: nasty,
        type: "single_choice",
        label: nasty,
        help: nasty,
        options: [{ value: nasty, label: nasty }],
        perGuest: true,
      },
      { id: "s", type: "multiple_choice", label: nasty, options: [{ value: nasty, label: nasty }] },
      {
        id: "t",
        type: "short_text",
        label: nasty,
        visibleIf: { questionId: nasty, op: "equals", value: nasty },
      },
    ],
  };
  const markup = renderForm(
    slot,
    invitation([guest("g", nasty, nasty, { eventIds: ["ceremony"] })]),
    form,
  ).value;
  expect(markup).not.toContain("<img");
  expect(pageContext(null).invitation).toBe(null);
});
