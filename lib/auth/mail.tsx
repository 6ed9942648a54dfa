import { createTranslator } from "use-intl/core";
import { env } from "@/lib/clients/env";
import type { Mail } from "@/lib/clients/mail";
import { MailButton, MailCode, MailFrame, MailText, MailTitle, mailHtml } from "@/lib/clients/mail/frame";
import { language } from "@/lib/i18n";
import words from "@/messages/en/account-mail.json";
import { signIn } from "./policy";

const t = createTranslator({ locale: language, namespace: "signIn", messages: words });

/**
 * The sign-in mail: a code in big letters, and a link to a page with a button. Its words hold nothing that the
 * asker typed, so that it cannot carry anybody's advertisement; the code is the only 6-digit number of its text.
 */
export async function signInMail(
  { id, email }: { id: string; email: string },
  { code, token }: { code: string; token: string },
): Promise<Mail> {
  const { APP_NAME: app, APP_URL } = env();
  const link = new URL(`/auth/verify?token=${token}`, APP_URL).href;
  const { minutes } = signIn;
  return {
    to: email,
    subject: t("subject", { code, app }),
    html: await mailHtml(
      <MailFrame language={language} preview={t("preview", { minutes })} footer={t("ignore")}>
        <MailTitle>{t("heading")}</MailTitle>
        <MailText>{t("lead")}</MailText>
        <MailCode>{code}</MailCode>
        <MailText>{t("or")}</MailText>
        <MailButton href={link}>{t("button")}</MailButton>
        <MailText quiet>{t("valid", { minutes })}</MailText>
      </MailFrame>,
    ),
    text: [
      t("heading"),
      t("lead"),
      code,
      `${t("linkText")}\n${link}`,
      t("valid", { minutes }),
      t("ignore"),
    ].join("\n\n"),
    // Auto-responders stay silent (RFC 3834), and clients do not pile the codes up in one thread.
    headers: { "Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": id },
    idempotencyKey: `sign-in/${id}`,
    tags: { kind: "sign-in" },
  };
}
