"use client";

import { Download } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogContent } from "@/components/ui/dialog";
import { listGuests } from "@/lib/guests/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import { getImport, getRejectedRows, type ImportReport, undoImport } from "@/lib/guests/import/contract";
import { address } from "@/lib/http/client";
import { getProject, listProjects } from "@/lib/projects/contract";
import { ReportRows } from "./report-rows";
import { ImportSummary } from "./summary";

/** What an import did; the rows it left come back with their reasons, and the whole can be taken back. */
export function ImportResult({
  projectId,
  report,
  close,
  onAgain,
}: {
  projectId: string;
  report: ImportReport;
  close: () => void;
  onAgain: () => void;
}) {
  const t = useTranslations("guests");
  const undo = useWrite(undoImport, {
    onSuccess: () => toast.success(t("importUndone")),
    refresh: [getImport, listGuests, listGroups, getProject, listProjects],
  });
  const left = report.rejected + report.conflicts;
  const failed = report.status === "failed";
  return (
    <DialogContent
      key={projectId}
      title={t(`importEnd_${report.status}`)}
      description={report.filename}
      className="sm:max-w-180"
      footer={
        <>
          {report.status === "done" && !report.dryRun && report.created + report.updated > 0 ? (
            <Button
              variant="ghost"
              className="mr-auto"
              busy={undo.isPending}
              onClick={() => undo.mutate({ params: { id: report.id } })}
            >
              {t("importUndo")}
            </Button>
          ) : (
            <Button variant="ghost" className="mr-auto" onClick={onAgain}>
              {t("importAgain")}
            </Button>
          )}
          <Button variant="primary" onClick={close}>
            {t("importDone")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {failed ? <Alert live tone="error" title={report.error ?? t("importFailed")} /> : null}
        {failed ? null : <ImportSummary report={report} />}
        {left > 0 ? (
          <>
            <Alert
              tone="warning"
              title={t("importLeft", { count: left })}
              action={
                <Button asChild size="sm">
                  <a href={address(getRejectedRows, { id: report.id })} download>
                    <Download aria-hidden />
                    {t("importLeftFile")}
                  </a>
                </Button>
              }
            >
              {t("importLeftHelp")}
            </Alert>
            <ReportRows
              report={{
                ...report,
                rows: report.rows.filter(({ outcome }) => outcome === "rejected" || outcome === "conflict"),
              }}
            />
          </>
        ) : null}
      </div>
    </DialogContent>
  );
}
