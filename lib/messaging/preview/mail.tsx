import { createTranslator } from "use-intl/core";
import { env } from "@/lib/clients/env";
import type { Mail } from "@/lib/clients/mail";
import { MailButton, MailFrame, MailText, MailTitle, mailHtml } from "@/lib/clients/mail/frame";
import { language } from "@/lib/i18n";
import words from "@/messages/en/account-mail.json";

const t = createTranslator({ locale: language, namespace: "untaken", messages: words });

/** The mail that tells whoever tried a message that it did not leave, or that nobody knows, and why. */
export async function untakenMail(given: {
  to: string;
  campaign: { id: string; projectId: string; name: string };
  number: string;
  outcome: "refused" | "unknown";
  /** In the provider's words. */
  reason: string;
  /** The event's id: told once. */
  key: string;
}): Promise<Mail> {
  const { to, campaign, number, outcome, reason, key } = given;
  const link = new URL(`/dashboard/projects/${campaign.projectId}/messages/${campaign.id}`, env().APP_URL)
    .href;
  const title = t(`${outcome}Title`, { number });
  const lines = [t(outcome, { campaign: campaign.name }), reason, t(`${outcome}Next`)];
  return {
    to,
    subject: title,
    html: await mailHtml(
      <MailFrame language={language} preview={lines[0]!} footer={t("why")}>
        <MailTitle>{title}</MailTitle>
        {lines.map((line) => (
          <MailText key={line}>{line}</MailText>
        ))}
        <MailButton href={link}>{t("button")}</MailButton>
      </MailFrame>,
    ),
    text: [title, ...lines, `${t("button")}:\n${link}`, t("why")].join("\n\n"),
    headers: { "Auto-Submitted": "auto-generated" },
    idempotencyKey: `test-untaken/${key}`,
    tags: { kind: "test-untaken" },
  };
}
