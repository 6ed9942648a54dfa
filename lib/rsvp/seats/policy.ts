import type { FieldError } from "@/lib/http/problem";
import type { AnswerValue } from "@/lib/scene/answer-rules";
import type { HouseholdEvent, HouseholdQuestion } from "../household/queries";
import type { Standing } from "../policy";
import type { words } from "../words/policy";

type T = ReturnType<typeof words>;

/** One person and one event: what stood, and what they want now. */
export type Wish = { at: number; standing: Standing | null; wanted: Standing };

/** Whether a wish needs a place that the person does not have yet. */
export const needsPlace = ({ standing, wanted }: Wish): boolean =>
  wanted === "attending" && standing !== "attending";

/**
 * Gives out the places of one event, in the order of the wishes; whoever has a place keeps it.
 *
 * @param taken places taken now, those of the wishing included; null where they need not be counted
 * @returns what each wish comes to, or how many places are left when they do not suffice and nobody may wait
 */
export function allocate(
  event: Pick<HouseholdEvent, "capacity" | "waitlist">,
  taken: number | null,
  wishes: readonly Wish[],
): { standing: Standing[] } | { left: number } {
  const leaving = wishes.filter(
    (wish) => wish.standing === "attending" && wish.wanted !== "attending",
  ).length;
  let free = event.capacity === null || taken === null ? Infinity : event.capacity - taken + leaving;
  const left = Math.max(0, free);
  let refused = false;
  const standing = wishes.map((wish): Standing => {
    if (!needsPlace(wish)) return wish.wanted;
    if (free > 0) {
      free -= 1;
      return "attending";
    }
    if (!event.waitlist) refused = true;
    return "waitlisted";
  });
  return refused ? { left } : { standing };
}

/** One person's choice of a question: what stood, and what they say now. */
export type Choice = {
  path: string;
  before: AnswerValue | undefined;
  after: AnswerValue | undefined;
};

const chose = (value: AnswerValue | undefined, option: string) => [value].flat().includes(option);

/** The options with a capacity of which these choices need more than before. */
export const scarceOptions = (question: HouseholdQuestion, choices: readonly Choice[]) =>
  question.options
    .filter(({ capacity }) => typeof capacity === "number")
    .map((option) => ({
      ...option,
      more:
        choices.filter(({ after }) => chose(after, option.value)).length -
        choices.filter(({ before }) => chose(before, option.value)).length,
    }))
    .filter(({ more }) => more > 0);

/**
 * Whether the options of one question suffice for what is chosen of them.
 *
 * @param taken how often each option is chosen now, these choices' earlier ones included
 * @returns a problem for each choice beyond what is left
 */
export function checkOptions(
  question: HouseholdQuestion,
  taken: ReadonlyMap<string, number>,
  choices: readonly Choice[],
  t: T,
): FieldError[] {
  return scarceOptions(question, choices).flatMap(({ value, label, capacity, more }) => {
    const left = Math.max(0, capacity! - (taken.get(value) ?? 0));
    if (more <= left) return [];
    const message =
      left === 0
        ? t("problem.optionFull", { option: label })
        : t("problem.optionLeft", { option: label, count: left });
    return choices
      .filter(({ before, after }) => chose(after, value) && !chose(before, value))
      .slice(left - more)
      .map(({ path }) => ({ path, message }));
  });
}
