import { createTranslator } from "use-intl/core";
import answers from "@/messages/en/answers.json";
import auth from "@/messages/en/auth.json";
import common from "@/messages/en/common.json";
import guests from "@/messages/en/guests.json";
import invitation from "@/messages/en/invitation.json";
import landing from "@/messages/en/landing.json";
import words from "@/messages/en/messages.json";
import problems from "@/messages/en/problems.json";
import projects from "@/messages/en/projects.json";
import shell from "@/messages/en/shell.json";

/** The organizers' words, by domain. Guests' pages and mails bring their own catalogues. */
export const catalogue = {
  answers,
  auth,
  common,
  guests,
  invitation,
  landing,
  messages: words,
  problems,
  projects,
  shell,
};

export type Catalogue = typeof catalogue;
export type Namespace = keyof Catalogue;

/** The interface's language and the one its dates are written in ("Saturday, 12 June 2027"). */
export const language = "en-GB";

declare module "use-intl" {
  interface AppConfig {
    Messages: Catalogue;
  }
}

/** Words of a namespace for server components and plain code; client components use `useTranslations`. */
export function translator<N extends Namespace>(namespace: N) {
  return createTranslator({ locale: language, namespace, messages: catalogue });
}
