import type { AnswerForm, AnswerQuestion, AnswerResponse } from "./answer-form";

export type Attendance = "attending" | "declined" | "maybe";
export type AnswerValue = string | number | boolean | string[];

/** Whether an attendance means that the person may come. */
export const comes = (attendance: Attendance | undefined) =>
  attendance === "attending" || attendance === "maybe";

/** An answer as the strings a condition compares (`true` is "yes"). */
function asStrings(value: unknown): string[] {
  if (value === undefined || value === null || value === "") return [];
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === "boolean") return [value ? "yes" : "no"];
  return [String(value)];
}

/** One condition over the values of the question it looks at. */
export function holds(condition: NonNullable<AnswerQuestion["visibleIf"]>, value: unknown): boolean {
  const given = asStrings(value);
  const wanted = asStrings(condition.value);
  switch (condition.op) {
    case "answered":
      return given.length > 0;
    case "equals":
      return given.length === wanted.length && wanted.every((one) => given.includes(one));
    case "includes":
      return wanted.length > 0 && wanted.every((one) => given.includes(one));
    case "not_equals":
      return !(given.length === wanted.length && wanted.every((one) => given.includes(one)));
  }
}

function answerTo(
  question: AnswerQuestion,
  response: AnswerResponse,
  all: readonly AnswerResponse[],
): unknown {
  if (question.type === "attendance") {
    const events = question.eventId ? [question.eventId] : Object.keys(response.attendance);
    const given = events.map((id) => response.attendance[id]).filter((one) => one !== undefined);
    return given.find((one) => one === "attending") ?? given[0];
  }
  return (question.perGuest ? response : all[0])?.answers[question.id];
}

/**
 * Whether a question is asked of one response, given all of them: a question of an event is for those who come
 * to it; one per guest for guests who come to anything; one for the household is always asked, unless it belongs
 * to an event that nobody of theirs comes to. Then its own condition, which a hidden question cannot meet.
 */
export function applies(
  form: AnswerForm,
  questionId: string,
  response: AnswerResponse,
  all: readonly AnswerResponse[],
  seen: readonly string[] = [],
): boolean {
  const question = form.questions.find(({ id }) => id === questionId);
  if (!question || seen.includes(questionId)) return false;
  if (question.type === "attendance") return true;
  const people = question.perGuest ? [response] : all;
  const coming = people.some(({ attendance }) =>
    question.eventId ? comes(attendance[question.eventId]) : Object.values(attendance).some(comes),
  );
  if (!coming && (question.perGuest || question.eventId)) return false;
  if (!question.visibleIf) return true;
  const on = form.questions.find(({ id }) => id === question.visibleIf?.questionId);
  // A condition on a question that was deleted hides nothing.
  if (!on) return true;
  if (!applies(form, on.id, response, all, [...seen, questionId]))
    return question.visibleIf.op === "not_equals";
  return holds(question.visibleIf, answerTo(on, response, all));
}
