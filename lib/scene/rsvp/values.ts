import { type AnswerForm, fieldOfPath, parseAnswerForm, whoIsAsked } from "../answer-form";
import type { AnswerValue } from "../answer-rules";
import type { Invitation } from "../context";

/** What each field of the form holds when it is shown, and what is wrong with it. */
export type FormValues = {
  get: (name: string) => string;
  has: (name: string, value: string) => boolean;
  error: (name: string) => string | null;
  /** Problems that belong to no field on the page. */
  loose: string[];
  errorCount: number;
  firstError: string | null;
};

const asEntries = (value: AnswerValue): string[] =>
  Array.isArray(value) ? value : [value === true ? "yes" : value === false ? "no" : String(value)];

/** The standing answer as form entries: the inverse of `parseAnswerForm`. */
export function entriesOfAnswer(invitation: Invitation): [string, string][] {
  const entries: [string, string][] = [];
  const { existing, guests, form } = invitation;
  if (!existing || !form) return entries;
  const free = whoIsAsked(guests, invitation.plusOnes).filter(({ guest }) => guest === null);
  const perGuest = new Set(form.questions.filter((question) => question.perGuest).map(({ id }) => id));
  for (const response of existing.responses) {
    const who = response.guestId ?? response.place ?? free.shift()?.who;
    if (!who) continue;
    if (response.plusOne) {
      entries.push(
        [`p.${who}.first`, response.plusOne.firstName],
        [`p.${who}.last`, response.plusOne.lastName ?? ""],
      );
    }
    for (const [eventId, attendance] of Object.entries(response.attendance)) {
      entries.push([`a.${who}.${eventId}`, attendance]);
    }
    for (const [id, value] of Object.entries(response.answers)) {
      const name = perGuest.has(id) ? `q.${id}.${who}` : `q.${id}`;
      for (const one of asEntries(value)) entries.push([name, one]);
    }
  }
  if (existing.message) entries.push(["message", existing.message]);
  return entries;
}

/** A form's values: what was just posted and refused, else what stands, with the answer a button chose over it. */
export function formValues(invitation: Invitation, form: AnswerForm): FormValues {
  const posted = invitation.entries;
  const entries = posted ?? entriesOfAnswer(invitation);
  const byName = new Map<string, string[]>();
  for (const [name, value] of entries) byName.set(name, [...(byName.get(name) ?? []), value]);
  if (!posted && invitation.prefill) {
    byName.set("all", [invitation.prefill]);
    for (const person of whoIsAsked(invitation.guests, invitation.plusOnes)) {
      if (!person.guest) continue;
      for (const eventId of person.eventIds) byName.set(`a.${person.who}.${eventId}`, [invitation.prefill]);
    }
  }
  const errors = new Map<string, string>();
  const loose: string[] = [];
  if (invitation.errors && invitation.errors.length > 0) {
    const data = new URLSearchParams(entries);
    const { responses } = parseAnswerForm(data, form, invitation.guests, invitation.plusOnes);
    for (const { path, message } of invitation.errors) {
      const name =
        fieldOfPath(path, form, responses, invitation.guests, invitation.plusOnes, entries) ?? path;
      if (/^(a|q|p)\.|^message$/.test(name)) {
        if (!errors.has(name)) errors.set(name, message);
      } else loose.push(message);
    }
  }
  return {
    get: (name) => byName.get(name)?.[0] ?? "",
    has: (name, value) => byName.get(name)?.includes(value) ?? false,
    error: (name) => errors.get(name) ?? null,
    loose,
    errorCount: errors.size + loose.length,
    firstError: errors.keys().next().value ?? null,
  };
}
