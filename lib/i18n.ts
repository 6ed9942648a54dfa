import { createTranslator } from "use-intl/core";
import account from "@/messages/en/account.json";
import answers from "@/messages/en/answers.json";
import audit from "@/messages/en/audit.json";
import auth from "@/messages/en/auth.json";
import common from "@/messages/en/common.json";
import docs from "@/messages/en/docs.json";
import doctor from "@/messages/en/doctor.json";
import guests from "@/messages/en/guests.json";
import invitation from "@/messages/en/invitation.json";
import landing from "@/messages/en/landing.json";
import words from "@/messages/en/messages.json";
import problems from "@/messages/en/problems.json";
import projects from "@/messages/en/projects.json";
import sending from "@/messages/en/sending.json";
import settings from "@/messages/en/settings.json";
import shell from "@/messages/en/shell.json";
import sites from "@/messages/en/sites.json";
import team from "@/messages/en/team.json";
import webhooks from "@/messages/en/webhooks.json";

/** The organizers' words, by domain. Guests' pages and mails bring their own catalogues. */
export const catalogue = {
  account,
  answers,
  audit,
  auth,
  common,
  docs,
  doctor,
  guests,
  invitation,
  landing,
  messages: words,
  problems,
  projects,
  sending,
  settings,
  shell,
  sites,
  webhooks,
  team,
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
