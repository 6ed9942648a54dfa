import type { Output } from "@/lib/http/endpoint";
import type { listSubmissions } from "@/lib/rsvp/contract";
import type { Question } from "@/lib/rsvp/forms/contract";

export type Submission = Output<typeof listSubmissions>["data"][number];
export type Answered = {
  submission: Submission;
  person: Submission["responses"][number];
  /** The first line of the household carries what all of them share. */
  isFirst: boolean;
};

/** One line a person, household after household. */
export const peopleOf = (submissions: Submission[]): Answered[] =>
  submissions.flatMap((submission) =>
    submission.responses.map((person, index) => ({ submission, person, isFirst: index === 0 })),
  );

/** An answer as one reads it: choices by their labels, yes and no as words. */
export function answerText(
  value: unknown,
  question: Pick<Question, "options"> | undefined,
  words: { yes: string; no: string },
): string {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value === "boolean") return value ? words.yes : words.no;
  const label = (one: unknown) =>
    question?.options.find((option) => option.value === one)?.label ?? String(one);
  return Array.isArray(value) ? value.map(label).join(", ") : label(value);
}

const counted = new Set(["meal", "single_choice", "multiple_choice", "picture_choice", "yes_no"]);

/** How often each choice was taken by people who come; questions without choices are left out. */
export function choicesOf(people: Answered[], questions: Question[]) {
  return questions
    .filter(({ type }) => counted.has(type))
    .map((question) => {
      const counts = new Map<string, number>();
      for (const { person } of people) {
        const said = Object.values(person.attendance);
        const comes = question.eventId
          ? person.attendance[question.eventId]
          : said.find((one) => one === "attending");
        if (comes !== "attending") continue;
        for (const one of [person.answers[question.id] ?? []].flat()) {
          counts.set(String(one), (counts.get(String(one)) ?? 0) + 1);
        }
      }
      const known = question.options.map(({ value, label }) => ({ label, count: counts.get(value) ?? 0 }));
      const values = new Set(question.options.map(({ value }) => value));
      const others = [...counts]
        .filter(([value]) => !values.has(value))
        .map(([label, count]) => ({ label, count }));
      return { question, choices: [...known, ...others] };
    })
    .filter(({ choices }) => choices.some(({ count }) => count > 0));
}
