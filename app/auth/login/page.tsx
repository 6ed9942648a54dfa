import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EmailForm } from "@/components/auth/email-form";
import { Step } from "@/components/auth/step";
import { ownPath } from "@/lib/auth/policy";
import { translator } from "@/lib/i18n";
import { auth } from "@/lib/tenancy/auth";

const t = translator("auth");
const common = translator("common");

export const metadata: Metadata = { title: t("loginTitle") };

/** Where signing in begins; whoever is signed in already goes on. */
export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const asked = (await searchParams).returnTo;
  const returnTo = ownPath(typeof asked === "string" ? asked : null);
  if (await auth()) redirect(returnTo ?? "/dashboard");
  return (
    <Step heading={t("loginHeading", { app: common("app") })} lead={t("loginLead")}>
      <EmailForm returnTo={returnTo} />
    </Step>
  );
}
