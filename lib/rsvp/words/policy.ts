import { createTranslator } from "use-intl/core";
import rsvp from "@/messages/en/rsvp.json";

const messages = { en: { rsvp } };

const translator = (language: keyof typeof messages) =>
  createTranslator({ locale: language, messages: messages[language], namespace: "rsvp" });
type Words = ReturnType<typeof translator>;

const translators = new Map<string, Words>();

/** What guests read about their answer, in their language where we have it, else in English. */
export function words(locale: string): Words {
  const language = locale.split("-")[0] ?? "en";
  const known = language in messages ? (language as keyof typeof messages) : "en";
  let found = translators.get(known);
  if (!found) {
    found = translator(known);
    translators.set(known, found);
  }
  return found;
}
