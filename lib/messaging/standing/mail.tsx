import { createTranslator } from "use-intl/core";
import { env } from "@/lib/clients/env";
import type { Mail } from "@/lib/clients/mail";
import { MailButton, MailFrame, MailText, MailTitle, mailHtml } from "@/lib/clients/mail/frame";
import { language } from "@/lib/i18n";
import words from "@/messages/en/account-mail.json";

const t = createTranslator({ locale: language, namespace: "halted", messages: words });

/** The mail that tells an owner that the organization's messages hold, why, and where they go on. */
export async function haltedMail(given: {
  organizationId: string;
  organization: string;
  at: string;
  email: string;
  reason: "bounces" | "complaints";
}): Promise<Mail> {
  const { organizationId, organization, email, reason, at } = given;
  const link = new URL("/dashboard", env().APP_URL).href;
  const lines = [t(`${reason}`), t("what"), t("next")];
  return {
    to: email,
    subject: t("subject", { organization }),
    html: await mailHtml(
      <MailFrame language={language} preview={lines[0]!} footer={t("why", { organization })}>
        <MailTitle>{t("heading", { organization })}</MailTitle>
        {lines.map((line) => (
          <MailText key={line}>{line}</MailText>
        ))}
        <MailButton href={link}>{t("button")}</MailButton>
      </MailFrame>,
    ),
    text: [
      t("heading", { organization }),
      ...lines,
      `${t("button")}:\n${link}`,
      t("why", { organization }),
    ].join("\n\n"),
    headers: { "Auto-Submitted": "auto-generated" },
    idempotencyKey: `sending-halted/${organizationId}/${at}/${email}`,
    tags: { kind: "sending-halted" },
  };
}
