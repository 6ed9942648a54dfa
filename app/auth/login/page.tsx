import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EmailForm } from "@/components/auth/email-form";
import { GoogleForm } from "@/components/auth/google-form";
import { Step } from "@/components/auth/step";
import { Alert } from "@/components/ui/alert";
import { ownPath } from "@/lib/auth/policy";
import { troubleOf } from "@/lib/auth/provider/policy";
import { env } from "@/lib/clients/env";
import { translator } from "@/lib/i18n";
import { auth } from "@/lib/tenancy/auth";

const t = translator("auth");
const common = translator("common");

// No token is in this address, unlike those beside it: a form without JavaScript has to say where it comes from.
export const metadata: Metadata = { title: t("loginTitle"), referrer: "same-origin" };

/** Where signing in begins; whoever is signed in already goes on. */
export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { returnTo: asked, error } = await searchParams;
  const returnTo = ownPath(typeof asked === "string" ? asked : null);
  if (await auth()) redirect(returnTo ?? "/dashboard");
  const trouble = troubleOf(error);
  return (
    <Step heading={t("loginHeading", { app: common("app") })} lead={t("loginLead")}>
      {trouble ? <Alert tone="warning" live title={t(`trouble_${trouble}`)} /> : null}
      {env().GOOGLE_CLIENT_ID ? <GoogleForm returnTo={returnTo} /> : null}
      <EmailForm returnTo={returnTo} />
    </Step>
  );
}
