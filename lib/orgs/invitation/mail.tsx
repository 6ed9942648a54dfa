import { createTranslator } from "use-intl/core";
import { env } from "@/lib/clients/env";
import type { Mail } from "@/lib/clients/mail";
import { MailButton, MailFrame, MailText, MailTitle, mailHtml } from "@/lib/clients/mail/frame";
import { language } from "@/lib/i18n";
import words from "@/messages/en/account-mail.json";
import type { Letter } from "./queries";

const t = createTranslator({ locale: language, namespace: "invitation", messages: words });
const day = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone: "UTC" });

/** The mail that invites somebody to a team: who invites, to what, as what, and the one button. */
export async function invitationMail(invitation: Letter, token: string): Promise<Mail> {
  const { APP_NAME: app, APP_URL } = env();
  const { organization, inviter, email, role, expiresAt } = invitation;
  const link = new URL(`/join/${token}`, APP_URL).href;
  const until = expiresAt && t("until", { date: `${day.format(expiresAt)} UTC` });
  return {
    to: email,
    subject: t("subject", { inviter, organization }),
    html: await mailHtml(
      <MailFrame language={language} preview={t("preview")} footer={t("ignore", { inviter })}>
        <MailTitle>{t("heading", { organization })}</MailTitle>
        <MailText>{t("lead", { inviter, organization, app, role })}</MailText>
        <MailText>{t("how", { email })}</MailText>
        <MailButton href={link}>{t("button", { organization })}</MailButton>
        {until ? <MailText quiet>{until}</MailText> : null}
      </MailFrame>,
    ),
    text: [
      t("heading", { organization }),
      t("lead", { inviter, organization, app, role }),
      t("how", { email }),
      `${t("linkText")}\n${link}`,
      ...(until ? [until] : []),
      t("ignore", { inviter }),
    ].join("\n\n"),
    headers: { "Auto-Submitted": "auto-generated" },
    idempotencyKey: `team-invitation/${invitation.id}/${invitation.sends}`,
    tags: { kind: "team-invitation" },
  };
}
