"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { ImportReport } from "@/lib/guests/import/contract";
import { ColumnMapping } from "./column-mapping";
import { DropZone } from "./drop-zone";
import { ReportRows } from "./report-rows";
import { ImportSummary } from "./summary";
import type { ImportOptions } from "./use-import";

const duplicates = ["update", "skip", "keep"] as const;

/** What would become of each row, before anything changes; columns and duplicates can be put right here. */
export function ImportPreview({
  projectId,
  report,
  options,
  busy,
  problem,
  onRun,
  onAgain,
}: {
  projectId: string;
  report: ImportReport;
  /** Null when the page was left meanwhile: the file must be chosen again. */
  options: ImportOptions | null;
  busy: boolean;
  problem: string | null;
  onRun: (options: ImportOptions) => void;
  onAgain: () => void;
}) {
  const t = useTranslations("guests");
  const [tab, setTab] = useState("rows");
  const count = report.created + report.updated;
  return (
    <DialogContent
      title={t("importPreviewTitle", { file: report.filename })}
      description={t("importPreviewHelp")}
      className="sm:top-[6vh] sm:max-h-[88vh] sm:max-w-220"
      footer={
        <>
          <Button variant="ghost" className="mr-auto" onClick={onAgain}>
            {t("importAgain")}
          </Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={!options || count === 0}
            onClick={() => options && onRun({ ...options, dryRun: false })}
          >
            {t("importRun", { count })}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {problem ? <Alert live tone="error" title={problem} /> : null}
        {count === 0 ? <Alert live tone="warning" title={t("importNothing")} /> : null}
        <ImportSummary report={report} />
        {options ? (
          <Field label={t("importDuplicates")} help={t(`importDuplicates_${options.duplicates}Help`)}>
            <Select
              value={options.duplicates}
              disabled={busy}
              onChange={(event) =>
                onRun({
                  ...options,
                  dryRun: true,
                  duplicates: duplicates.find((one) => one === event.target.value) ?? "update",
                })
              }
            >
              {duplicates.map((one) => (
                <option key={one} value={one}>
                  {t(`importDuplicates_${one}`)}
                </option>
              ))}
            </Select>
          </Field>
        ) : (
          <div className="grid gap-2">
            <p className="text-muted-foreground">{t("importFileAgain")}</p>
            <DropZone
              busy={busy}
              problem={null}
              onFile={(file) => onRun({ file, dryRun: true, duplicates: report.duplicates, mapping: {} })}
            />
          </div>
        )}
        <Tabs value={tab} onValueChange={setTab}>
          <TabsList aria-label={t("importTabs")}>
            <TabsTrigger value="rows">{t("importTabRows")}</TabsTrigger>
            <TabsTrigger value="columns">{t("importTabColumns")}</TabsTrigger>
          </TabsList>
          <TabsContent value="rows" className="pt-3">
            <ReportRows report={report} />
          </TabsContent>
          <TabsContent value="columns" className="pt-3">
            <ColumnMapping
              projectId={projectId}
              report={report}
              disabled={busy || !options}
              onChange={(column, field) =>
                options &&
                onRun({ ...options, dryRun: true, mapping: { ...options.mapping, [column]: field } })
              }
            />
          </TabsContent>
        </Tabs>
      </div>
    </DialogContent>
  );
}
