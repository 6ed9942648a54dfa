import parsePhoneNumber from "libphonenumber-js/max";
import { parseText } from "@/lib/scene/text";
import type { CompiledMail, MailPart } from "../mail/parts";

/** Facts and rules of WhatsApp. */

/**
 * Whether Meta delivers a template to a number: marketing has not been delivered to numbers of the United States
 * since 1 April 2025 (Twilio 63049, Meta 131049); another channel is the only way.
 */
export const isDelivered = (category: string, number: string): boolean =>
  category !== "marketing" || parsePhoneNumber(number)?.country !== "US";

/** What a campaign has to fill and does not. */
export const missingVariables = (wanted: readonly string[], given: Record<string, string>): string[] =>
  wanted.filter((name) => !given[name]?.trim());

type Template = { id: string; category: string; variables: readonly string[] };
type Place = { locale: string; origin: string; ownOrigin: string };

/** Compiles what fills a template, once: parts by variable, which are resolved for each guest. */
export function compileTemplate(
  { locale, origin, ownOrigin }: Place,
  { id, category, variables }: Template,
  given: Record<string, string>,
): CompiledMail {
  const parts = (typed: string): MailPart[] =>
    parseText(typed, { marks: false }).map((run) =>
      "field" in run ? { field: run.field, fallback: run.fallback ?? "" } : run.text,
    );
  const empty = { from: "", replyTo: null, subject: [], html: [], text: [] };
  const filled = Object.fromEntries(variables.map((name) => [name, parts(given[name] ?? "")]));
  return { version: 1, ...empty, locale, origin, ownOrigin, template: { id, category, variables: filled } };
}

/** A template's own words with what fills them; a variable that nothing fills stays as it is written. */
export const filledTemplate = (body: string, variables: Record<string, string>): string =>
  body.replace(/\{\{\s*(\w+)\s*\}\}/g, (written, name: string) => variables[name] || written);
