"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { GuestImport } from "@/lib/guests/import/contract";

/** What became, or would become, of the rows, in one sentence; kinds without rows are left out. */
export function ImportSummary({ report }: { report: GuestImport }) {
  const t = useTranslations("guests");
  const format = useFormatter();
  const parts = (["created", "updated", "unchanged"] as const)
    .filter((kind) => report[kind] > 0)
    .map((kind) => t(`importSummary_${kind}`, { count: report[kind] }));
  const left = report.rejected + report.conflicts;
  return (
    <p role="status">
      {parts.length > 0 ? t("importSummary", { parts: format.list(parts) }) : t("importSummaryNone")}{" "}
      {left > 0 ? <span className="text-warning">{t("importSummaryLeft", { count: left })}</span> : null}
    </p>
  );
}
