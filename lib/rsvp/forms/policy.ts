import type { FieldError } from "@/lib/http/problem";
import type { Question } from "./contract";

const CHOICES = new Set<Question["type"]>(["single_choice", "multiple_choice", "picture_choice", "meal"]);

/** The values that an answer to a question can have; null where they cannot be listed. */
function possible(question: Question): Set<string> | null {
  if (CHOICES.has(question.type)) return new Set(question.options.map(({ value }) => value));
  if (question.type === "yes_no" || question.type === "consent")
    return new Set(["yes", "no", "true", "false"]);
  return question.type === "attendance" ? new Set(["attending", "declined", "maybe"]) : null;
}

/**
 * Checks a form's questions together.
 *
 * @param questions in the order they are asked
 * @param eventIds all events of the project
 * @param path where a question stands in the request, by its place in the order
 */
export function checkQuestions(
  questions: readonly Question[],
  eventIds: ReadonlySet<string>,
  path: (at: number) => string,
): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (at: number, field: string, message: string) =>
    errors.push({ path: [path(at), field].filter(Boolean).join("."), message });
  for (const [at, question] of questions.entries()) {
    const values = question.options.map(({ value }) => value);
    if (CHOICES.has(question.type) && values.length === 0) wrong(at, "options", "needs at least one option");
    if (!CHOICES.has(question.type) && values.length > 0) {
      wrong(at, "options", `a question of the type ${question.type} has no options`);
    }
    if (new Set(values).size < values.length) wrong(at, "options", "has the same value twice");
    if (question.eventId && !eventIds.has(question.eventId)) {
      wrong(at, "eventId", "is not an event of this project");
    }
    if (question.consentChannels.length > 0 && question.type !== "consent") {
      wrong(at, "consentChannels", `a question of the type ${question.type} gives no consent`);
    } else if (question.consentChannels.length > 0 && !question.perGuest) {
      wrong(at, "consentChannels", "nobody consents for others: it must be asked of each guest");
    }
    const problem = conditionProblem(questions, at);
    if (problem) wrong(at, `visibleIf.${problem.path}`, problem.message);
  }
  return errors;
}

function conditionProblem(questions: readonly Question[], at: number): FieldError | null {
  const question = questions[at]!;
  const condition = question.visibleIf;
  if (!condition) return null;
  const on = questions.slice(0, at).find(({ id }) => id === condition.questionId);
  if (!on) return { path: "questionId", message: "is not an earlier question of this form" };
  if (on.perGuest && !question.perGuest && on.type !== "attendance") {
    return { path: "questionId", message: "is asked of each guest, and this question of the household" };
  }
  if (condition.op === "answered") return null;
  if (condition.value === undefined) return { path: "value", message: "is needed for this comparison" };
  const values = possible(on);
  const fits = !values || [condition.value].flat().every((value) => values.has(String(value)));
  return fits ? null : { path: "value", message: "is not an answer to that question" };
}
