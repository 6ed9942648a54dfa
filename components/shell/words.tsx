"use client";

import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import { catalogue, language } from "@/lib/i18n";

/** Gives client components their words: `useTranslations("guests")`. */
export function Words({ children }: { children: ReactNode }) {
  return (
    <IntlProvider locale={language} messages={catalogue} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
