import { createTranslator } from "use-intl/core";
import { env } from "@/lib/clients/env";
import type { Mail } from "@/lib/clients/mail";
import { noteMail } from "@/lib/clients/mail/note";
import { language } from "@/lib/i18n";
import words from "@/messages/en/account-mail.json";

const t = createTranslator({ locale: language, namespace: "untaken", messages: words });

/** The mail that tells whoever tried a message that it did not leave, or that nobody knows, and why. */
export const untakenMail = (given: {
  to: string;
  campaign: { id: string; projectId: string; name: string };
  number: string;
  outcome: "refused" | "unknown";
  /** In the provider's words. */
  reason: string;
  /** The event's id: told once. */
  key: string;
}): Promise<Mail> => {
  const { to, campaign, number, outcome, reason, key } = given;
  const path = `/dashboard/projects/${campaign.projectId}/messages/${campaign.id}`;
  return noteMail({
    language,
    to,
    title: t(`${outcome}Title`, { number }),
    lines: [t(outcome, { campaign: campaign.name }), reason, t(`${outcome}Next`)],
    button: { label: t("button"), href: new URL(path, env().APP_URL).href },
    why: t("why"),
    idempotencyKey: `test-untaken/${key}`,
    kind: "test-untaken",
  });
};
