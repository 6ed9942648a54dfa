import { describe, expect, it } from "vitest";
import type { Question } from "@/lib/rsvp/forms/contract";
import { answerText, choicesOf, peopleOf, type Submission } from "./people";

const meal = {
  id: "meal",
  type: "meal",
  label: "Meal",
  options: [
    { value: "fish", label: "Fish", capacity: null },
    { value: "meat", label: "Meat", capacity: null },
  ],
  eventId: "dinner",
} as unknown as Question;

const submission = (responses: { attendance: Record<string, string>; answers: Record<string, unknown> }[]) =>
  ({ id: "s", responses }) as unknown as Submission;

describe("totals by choice", () => {
  it("count only people who come to the event that the question is about", () => {
    const people = peopleOf([
      submission([
        { attendance: { dinner: "attending" }, answers: { meal: "fish" } },
        { attendance: { dinner: "declined", party: "attending" }, answers: { meal: "meat" } },
        { attendance: { dinner: "attending" }, answers: { meal: "fish" } },
      ]),
    ]);
    expect(choicesOf(people, [meal])[0]?.choices).toEqual([
      { label: "Fish", count: 2 },
      { label: "Meat", count: 0 },
    ]);
  });

  it("keep a choice that the form does not offer any more", () => {
    const people = peopleOf([
      submission([{ attendance: { dinner: "attending" }, answers: { meal: "Venison" } }]),
    ]);
    expect(choicesOf(people, [meal])[0]?.choices).toContainEqual({ label: "Venison", count: 1 });
  });
});

describe("an answer in words", () => {
  const words = { yes: "Yes", no: "No" };
  it("uses labels, joins several, and says nothing for nothing", () => {
    expect(answerText("fish", meal, words)).toBe("Fish");
    expect(answerText(["fish", "meat"], meal, words)).toBe("Fish, Meat");
    expect(answerText(false, undefined, words)).toBe("No");
    expect(answerText(0, undefined, words)).toBe("0");
    expect(answerText(undefined, undefined, words)).toBe("");
  });
});
