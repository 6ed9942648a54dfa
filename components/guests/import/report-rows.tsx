"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ImportReport } from "@/lib/guests/import/contract";

const tones: Record<ImportReport["rows"][number]["outcome"], Tone> = {
  new: "green",
  changed: "blue",
  unchanged: "neutral",
  conflict: "amber",
  rejected: "red",
};
const outcomes = ["rejected", "conflict", "new", "changed", "unchanged"] as const;
const STEP = 50;

/** Every row of the file and what becomes of it, with its reasons; those that need a look come first. */
export function ReportRows({ report }: { report: ImportReport }) {
  const t = useTranslations("guests");
  const [shown, setShown] = useState(STEP);
  const [only, setOnly] = useState<(typeof outcomes)[number] | null>(null);
  const counts = Object.fromEntries(
    outcomes.map((outcome) => [outcome, report.rows.filter((row) => row.outcome === outcome).length]),
  ) as Record<(typeof outcomes)[number], number>;
  const rows = report.rows
    .filter((row) => !only || row.outcome === only)
    .sort((a, b) => outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) || a.row - b.row);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-1.5">
        {outcomes
          .filter((outcome) => counts[outcome] > 0)
          .map((outcome) => (
            <button
              key={outcome}
              type="button"
              aria-pressed={only === outcome}
              onClick={() => setOnly(only === outcome ? null : outcome)}
              className="touch-target rounded-full ring-primary aria-pressed:ring-2"
            >
              <Badge tone={tones[outcome]} className="h-6 px-2.5">
                {t(`outcome_${outcome}`)} {counts[outcome]}
              </Badge>
            </button>
          ))}
      </div>
      <Table label={t("importTabRows")}>
        <TableHeader>
          <TableRow>
            <TableHead className="w-14 text-right">{t("importRow")}</TableHead>
            <TableHead>{t("columnName")}</TableHead>
            <TableHead>{t("importOutcome")}</TableHead>
            <TableHead>{t("importReason")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.slice(0, shown).map((row) => (
            <TableRow key={row.row}>
              <TableCell className="text-right text-muted-foreground">{row.row}</TableCell>
              <TableCell className="max-w-56 truncate">{row.name}</TableCell>
              <TableCell>
                <Badge tone={tones[row.outcome]}>{t(`outcome_${row.outcome}`)}</Badge>
              </TableCell>
              <TableCell className="min-w-48 py-1.5 text-muted-foreground">{row.reasons.join(" ")}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {rows.length > shown ? (
        <Button variant="ghost" className="justify-self-start" onClick={() => setShown(shown + 4 * STEP)}>
          {t("importMoreRows", { count: rows.length - shown })}
        </Button>
      ) : null}
      {report.nextCursor ? <p className="text-muted-foreground text-sm">{t("importManyRows")}</p> : null}
    </div>
  );
}
