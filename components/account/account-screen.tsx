"use client";

import { Mail } from "lucide-react";
import { useTranslations } from "use-intl";
import { PageHead } from "@/components/shell/page-head";
import { usePerson } from "@/components/shell/person";
import { Section } from "@/components/shell/section";
import { Memberships } from "./memberships";
import { Profile } from "./profile";
import { Sessions } from "./sessions";

/** Oneself, in four parts. */
export function AccountScreen() {
  const t = useTranslations("account");
  const person = usePerson();
  return (
    <>
      <PageHead title={t("title")} />
      <Section title={t("profile")}>
        <Profile />
      </Section>
      <Sessions />
      <Section title={t("signIns")}>
        <p className="flex min-h-14 items-center gap-3 border-t py-2">
          <Mail aria-hidden className="size-4 text-muted-foreground" />
          <span>
            <span className="block font-medium">{t("byMail")}</span>
            <span className="block text-muted-foreground text-sm">
              {t("byMailHelp", { email: person.email })}
            </span>
          </span>
        </p>
      </Section>
      <Memberships />
    </>
  );
}
