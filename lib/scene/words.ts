import { createTranslator } from "use-intl/core";
import scene from "@/messages/en/scene.json";

const messages = { en: { scene } };

/** The words of guest pages in a language, English where it has none. Compiled pages have no React provider. */
function translator(language: "en") {
  return createTranslator({ locale: language, messages: messages[language], namespace: "scene" });
}
export type Words = ReturnType<typeof translator>;

const translators = new Map<string, Words>();

/** The translator for a locale ("de-AT" reads "de"), made once. */
export function words(locale: string): Words {
  const language = locale.split("-")[0] ?? "en";
  const known = language in messages ? (language as "en") : "en";
  let found = translators.get(known);
  if (!found) {
    found = translator(known);
    translators.set(known, found);
  }
  return found;
}

/** The texts of a template in a language, in their typed form (they hold merge fields, not ICU arguments). */
export function templateWords(
  locale: string,
  template: keyof typeof scene.templates,
): Record<string, string> {
  const language = locale.split("-")[0] ?? "en";
  return (language in messages ? messages[language as "en"] : messages.en).scene.templates[template];
}

const RTL = new Set(["ar", "fa", "he", "ur", "ps", "sd", "yi", "dv", "ckb", "ug"]);

/** The direction a language is written in (`dir` of HTML). */
export function direction(locale: string): "ltr" | "rtl" {
  return RTL.has((locale.split("-")[0] ?? "").toLowerCase()) ? "rtl" : "ltr";
}
