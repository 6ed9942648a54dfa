import { createTranslator } from "use-intl/core";
import mail from "@/messages/en/mail.json";

const messages = { en: { mail } };

/** The words of mails and of what surrounds them, in a language; English where it has none. */
export function mailWords(locale: string) {
  const language = locale.split("-")[0] ?? "en";
  const known = language in messages ? (language as "en") : "en";
  return createTranslator({ locale: known, messages: messages[known], namespace: "mail" });
}
