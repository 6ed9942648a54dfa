import { z } from "zod";
import type { FieldError } from "@/lib/http/problem";
import type { AnswerForm, AnswerResponse } from "@/lib/scene/answer-form";
import { type AnswerValue, applies } from "@/lib/scene/answer-rules";
import type { HouseholdForm, HouseholdQuestion } from "../household/queries";
import type { words } from "../words/policy";

type T = ReturnType<typeof words>;

/** A value as it is kept, nothing where none was given, or the sentence that says what is wrong with it. */
export type Checked = { value: AnswerValue } | { problem: string } | null;

const LONGEST = { short_text: 500, long_text: 2_000 } as const;
// ITU-T E.164 has at most 15 digits; people write them with signs in between.
const phone = /^\+?[\d\s()./-]{4,40}$/;
const wellFormed = (text: string) => text.replaceAll("\u0000", "").toWellFormed().trim();

/** Checks one value against its question. Texts are kept as they are typed, whatever they contain. */
export function checkValue(
  question: HouseholdQuestion,
  given: AnswerValue | null | undefined,
  t: T,
): Checked {
  const raw = typeof given === "string" ? wellFormed(given) : given;
  if (raw === null || raw === undefined || raw === "" || (Array.isArray(raw) && raw.length === 0))
    return null;
  const offered = new Set(question.options.map(({ value }) => value));
  const wrong = (problem: string): Checked => ({ problem });
  switch (question.type) {
    case "short_text":
    case "long_text": {
      const max = LONGEST[question.type];
      if (typeof raw !== "string") return wrong(t("problem.text"));
      return raw.length > max ? wrong(t("problem.long", { max })) : { value: raw };
    }
    case "single_choice":
    case "picture_choice":
    case "meal":
      return typeof raw === "string" && offered.has(raw) ? { value: raw } : wrong(t("problem.choice"));
    case "multiple_choice": {
      const chosen = [...new Set([raw].flat())];
      const known = chosen.every((one) => typeof one === "string" && offered.has(one));
      // In the order of the options, so that the same choice is the same answer.
      return known
        ? { value: question.options.map(({ value }) => value).filter((value) => chosen.includes(value)) }
        : wrong(t("problem.choices"));
    }
    case "number":
      return typeof raw === "number" && Number.isFinite(raw) ? { value: raw } : wrong(t("problem.number"));
    case "date":
      return z.iso.date().safeParse(raw).success ? { value: raw } : wrong(t("problem.date"));
    case "yes_no": {
      const said = raw === "yes" ? true : raw === "no" ? false : raw;
      return typeof said === "boolean" ? { value: said } : wrong(t("problem.yesNo"));
    }
    case "consent":
      // Not given is no consent, and nothing to keep.
      if (raw === false) return null;
      return raw === true ? { value: true } : wrong(t("problem.consent"));
    case "phone": {
      const digits = typeof raw === "string" ? raw.replace(/\D/g, "").length : 0;
      return typeof raw === "string" && phone.test(raw) && digits >= 4 && digits <= 15
        ? { value: raw }
        : wrong(t("problem.phone"));
    }
    case "email":
      return typeof raw === "string" && raw.length <= 254 && z.email().safeParse(raw).success
        ? { value: raw.toLowerCase() }
        : wrong(t("problem.email"));
    case "attendance":
      return wrong(t("problem.askedElsewhere"));
  }
}

/** The form as the shared rules of visibility take it. */
export const answerForm = (form: HouseholdForm): AnswerForm => ({ ...form, questions: form.questions });

/** One person's answers: what stood, and what was said now; null where the person was left out. */
export type Sheet = {
  attendance: AnswerResponse["attendance"];
  standing: Record<string, AnswerValue>;
  given: Record<string, AnswerValue | null> | null;
  /** Which response it is, for the paths of problems. */
  index: number | null;
};

/**
 * The answers that stand after an answer was given: each person's own, and the household's.
 *
 * Whoever is spoken of says all anew; who is left out keeps theirs. The household's own answers are said anew when
 * everybody is spoken of, and added to otherwise. What is asked of nobody any more goes.
 *
 * @param everybody whether all of the household are spoken of
 * @returns answers in the order of the sheets, the household's apart, and a problem for each that cannot be kept
 */
export function mergeAnswers(
  form: HouseholdForm,
  sheets: readonly Sheet[],
  household: Record<string, AnswerValue>,
  everybody: boolean,
  t: T,
): { own: Record<string, AnswerValue>[]; household: Record<string, AnswerValue>; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const questions = new Map(form.questions.map((question) => [question.id, question]));
  const shared: Record<string, AnswerValue> = everybody ? {} : { ...household };
  const own = sheets.map((sheet) => {
    if (sheet.given === null) return { ...sheet.standing };
    const kept: Record<string, AnswerValue> = {};
    for (const [id, given] of Object.entries(sheet.given)) {
      const question = questions.get(id);
      const path = `responses.${sheet.index}.answers.${id}`;
      const checked = question ? checkValue(question, given, t) : { problem: t("problem.noQuestion") };
      if (question && !question.perGuest && !checked) delete shared[id];
      if (!checked) continue;
      if ("problem" in checked) errors.push({ path, message: checked.problem });
      else if (question!.perGuest) kept[id] = checked.value;
      else shared[id] = checked.value;
    }
    return kept;
  });
  // The household's answers are asked with the first person's, as in the form on the page.
  const responses = sheets.map(
    ({ attendance }, i): AnswerResponse => ({
      attendance,
      answers: i === 0 ? { ...shared, ...own[0] } : own[i]!,
    }),
  );
  const rules = answerForm(form);
  const asked = (id: string, at: number) => applies(rules, id, responses[at]!, responses);
  const wrong = new Set(errors.map(({ path }) => path));
  const missing = (question: HouseholdQuestion, path: string) => {
    if (wrong.has(path)) return;
    errors.push({ path, message: t(question.type === "consent" ? "problem.consent" : "problem.required") });
  };
  const first = sheets.find(({ index }) => index !== null)?.index ?? 0;
  const hidden: [Record<string, AnswerValue>, string][] = [];
  for (const question of form.questions) {
    const { id } = question;
    if (question.type === "attendance") continue;
    const required = question.required && !question.askAtDoor;
    for (const [at, sheet] of sheets.entries()) {
      if (question.perGuest ? sheet.index === null : at > 0) continue;
      const answers = question.perGuest ? own[at]! : shared;
      if (!asked(id, at)) hidden.push([answers, id]);
      else if (required && answers[id] === undefined)
        missing(question, `responses.${sheet.index ?? first}.answers.${id}`);
    }
  }
  for (const [answers, id] of hidden) delete answers[id];
  return { own, household: shared, errors };
}
