import type { Metadata } from "next";
import { CodeForm } from "@/components/auth/code-form";
import { LinkForm } from "@/components/auth/link-form";
import { translator } from "@/lib/i18n";

const t = translator("auth");

export const metadata: Metadata = { title: t("verifyTitle") };

/** Where signing in ends: with the code of the mail, or with the button its link leads to. */
export default async function VerifyPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { token } = await searchParams;
  return typeof token === "string" && token !== "" ? <LinkForm token={token} /> : <CodeForm />;
}
