"use client";

import { useTranslations } from "use-intl";
import { ErrorState } from "@/components/ui/error-state";

/** A page that failed on the server: says so, and tries again in place. */
export function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("shell");
  return (
    <ErrorState className="py-32" title={t("failed")} onRetry={reset}>
      {t("failedHelp")} {error.digest ? t("failedId", { id: error.digest }) : null}
    </ErrorState>
  );
}
