import type { Metadata } from "next";
import { cookies } from "next/headers";
import { EmailForm } from "@/components/auth/email-form";
import { Frame } from "@/components/auth/frame";
import { Step } from "@/components/auth/step";
import { themeCookie, themeOf } from "@/components/shell/theme-of";
import { translator } from "@/lib/i18n";

const t = translator("auth");

export const metadata: Metadata = {
  title: t("joinTitle"),
  referrer: "no-referrer",
  robots: { index: false },
};

/** Where the mail of a team leads: signing in with the invited address accepts (POST /auth/verify). */
export default async function JoinPage() {
  return (
    <Frame theme={themeOf((await cookies()).get(themeCookie)?.value)}>
      <Step heading={t("joinHeading")} lead={t("joinLead")}>
        <EmailForm returnTo={null} />
      </Step>
    </Frame>
  );
}
