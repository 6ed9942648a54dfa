import { createTranslator } from "use-intl/core";
import { env } from "@/lib/clients/env";
import type { Mail } from "@/lib/clients/mail";
import { noteMail } from "@/lib/clients/mail/note";
import { language } from "@/lib/i18n";
import words from "@/messages/en/account-mail.json";

const t = createTranslator({ locale: language, namespace: "halted", messages: words });

/** The mail that tells an owner that the organization's messages hold, why, and where they go on. */
export const haltedMail = (given: {
  organizationId: string;
  organization: string;
  at: string;
  email: string;
  reason: "bounces" | "complaints";
}): Promise<Mail> => {
  const { organizationId, organization, email, reason, at } = given;
  return noteMail({
    language,
    to: email,
    subject: t("subject", { organization }),
    title: t("heading", { organization }),
    lines: [t(reason), t("what"), t("next")],
    button: { label: t("button"), href: new URL("/dashboard", env().APP_URL).href },
    why: t("why", { organization }),
    idempotencyKey: `sending-halted/${organizationId}/${at}/${email}`,
    kind: "sending-halted",
  });
};
