import type { AnswerQuestion } from "../answer-form";
import { attr, flag, html, type Markup } from "../html";
import { type Words, words } from "../words";
import type { FormValues } from "./values";

export type QuestionView = {
  question: AnswerQuestion;
  name: string;
  values: FormValues;
  locale: string;
  /** Whose question it is, for the accessible name ("Meal, Anna"). */
  about: string | null;
  /** `when` class names and data for the island; see form.ts. */
  hidden: Markup | null;
  /** Conditional questions are never `required` for the browser: they may be out of sight. */
  always: boolean;
};

const idOf = (name: string) => `f-${name.replace(/[^\w-]/g, "_")}`;

/** The message beside a field, with the id that `aria-describedby` names. */
export function problem(name: string, values: FormValues): Markup | null {
  const message = values.error(name);
  return message ? html`<p class="err" id="${idOf(name)}-e">${message}</p>` : null;
}

/** Attributes that tie a control to its message and its help. */
export function described(name: string, values: FormValues, help: boolean): Markup {
  const bad = values.error(name) !== null;
  const ids = [bad ? `${idOf(name)}-e` : null, help ? `${idOf(name)}-h` : null].filter(Boolean).join(" ");
  return html`${attr("aria-invalid", bad ? "true" : null)}${attr("aria-describedby", ids || null)}`;
}

/** One choice as a friendly button around a native radio or checkbox. */
export function choice(options: {
  type: "radio" | "checkbox";
  name: string;
  value: string;
  label: string;
  note?: string | null;
  checked: boolean;
  required?: boolean;
  disabled?: boolean;
  kind?: string;
}): Markup {
  const { type, name, value, label, note, checked, required, disabled, kind } = options;
  return html`<label class="opt${kind ? ` ${kind}` : ""}"><input type="${type}" name="${name}" value="${value}"${flag("checked", checked)}${flag("required", required)}${flag("disabled", disabled)}><span>${label}${note ? html` <small>${note}</small>` : null}</span></label>`;
}

function choices(view: QuestionView, t: Words): Markup {
  const { question, name, values, always } = view;
  const many = question.type === "multiple_choice";
  const required = always && question.required && !many;
  const options =
    question.type === "yes_no"
      ? [
          { value: "yes", label: t("answer.short.yes") },
          { value: "no", label: t("answer.short.no") },
        ]
      : (question.options ?? []);
  return html`<div class="opts">${options.map((option) => {
    const left = "left" in option && typeof option.left === "number" ? option.left : null;
    const checked = values.has(name, option.value);
    return choice({
      type: many ? "checkbox" : "radio",
      name,
      value: option.value,
      label: option.label,
      note: left !== null && left < 20 ? t("answer.left", { count: left }) : null,
      checked,
      required,
      disabled: left === 0 && !checked,
    });
  })}</div>`;
}

const INPUTS: Partial<Record<AnswerQuestion["type"], Markup>> = {
  number: html` type="text" inputmode="decimal"`,
  date: html` type="date"`,
  phone: html` type="tel" autocomplete="tel"`,
  email: html` type="email" autocomplete="email"`,
};

function control(view: QuestionView, t: Words): Markup {
  const { question, name, values, always } = view;
  const id = idOf(name);
  const shared = html` id="${id}" name="${name}"${described(name, values, Boolean(question.help))}${flag("required", always && question.required)}`;
  if (question.type === "long_text")
    return html`<textarea rows="3" maxlength="2000"${shared}>
${values.get(name)}</textarea>`;
  if (usesSelect(question)) {
    return html`<select${shared}><option value="">${t("answer.choose")}</option>${(question.options ?? []).map((option) => html`<option value="${option.value}"${flag("selected", values.has(name, option.value))}${flag("disabled", option.left === 0 && !values.has(name, option.value))}>${option.label}</option>`)}</select>`;
  }
  return html`<input${INPUTS[question.type] ?? html` type="text" maxlength="500"`}${shared} value="${values.get(name)}">`;
}

const CHOICES = new Set<AnswerQuestion["type"]>([
  "single_choice",
  "multiple_choice",
  "picture_choice",
  "meal",
  "yes_no",
]);

/** Long lists of one choice are a select; short ones are buttons. */
function usesSelect(question: AnswerQuestion): boolean {
  return (
    CHOICES.has(question.type) && question.type !== "multiple_choice" && (question.options?.length ?? 0) > 6
  );
}

/** One question with its label, help, control and problem. */
export function renderQuestion(view: QuestionView): Markup {
  const { question, name, values, locale, about, hidden } = view;
  const t = words(locale);
  const optional = question.required ? null : html` <small class="opt-l">${t("answer.optional")}</small>`;
  const whose = about ? html`<span class="vh">, ${about}</span>` : null;
  const help = question.help ? html`<p class="hint" id="${idOf(name)}-h">${question.help}</p>` : null;
  if (question.type === "consent") {
    return html`<div class="q"${hidden}><label class="opt tick"><input type="checkbox" name="${name}" value="yes"${flag("checked", values.has(name, "yes"))}${described(name, values, Boolean(question.help))}><span>${question.label}${whose}</span></label>${help}${problem(name, values)}</div>`;
  }
  if (CHOICES.has(question.type) && !usesSelect(question)) {
    return html`<fieldset class="q"${hidden}${described(name, values, Boolean(question.help))}><legend>${question.label}${whose}${optional}</legend>${help}${choices(view, t)}${problem(name, values)}</fieldset>`;
  }
  return html`<div class="q"${hidden}><label for="${idOf(name)}">${question.label}${whose}${optional}</label>${help}${control(view, t)}${problem(name, values)}</div>`;
}
