"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useAddress } from "@/components/shell/use-address";
import { refreshAll, useSentence } from "@/components/shell/use-contract";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { listGuests } from "@/lib/guests/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import type { ImportReport } from "@/lib/guests/import/contract";
import { listTags } from "@/lib/guests/tags/contract";
import { getProject, listProjects } from "@/lib/projects/contract";
import { DropZone } from "./drop-zone";
import { ImportPreview } from "./import-preview";
import { ImportResult } from "./import-result";
import { type ImportOptions, useReport, useStartImport } from "./use-import";

/**
 * Bringing in a list: drop a file, look at what would become of each row, run it, see what did. The address
 * names the import, so that one may leave the page and come back to its progress.
 */
export function ImportDialog({ projectId }: { projectId: string }) {
  const { search, set } = useAddress();
  const named = search.get("import");
  return (
    <Dialog open={Boolean(named)} onOpenChange={(open) => open || set({ import: null })}>
      <ImportSteps
        projectId={projectId}
        id={named === "file" ? null : named}
        onStarted={(id) => set({ import: id })}
        close={() => set({ import: null })}
      />
    </Dialog>
  );
}

function ImportSteps({
  projectId,
  id,
  onStarted,
  close,
}: {
  projectId: string;
  id: string | null;
  onStarted: (id: string) => void;
  close: () => void;
}) {
  const t = useTranslations("guests");
  const sentence = useSentence();
  const queries = useQueryClient();
  const start = useStartImport(projectId);
  const report = useReport(id);
  const [options, setOptions] = useState<ImportOptions | null>(null);
  const data = report.data;
  const running = data?.status === "queued" || data?.status === "running";
  const finished = useRef<string | null>(null);
  useEffect(() => {
    if (!data || data.dryRun || running || finished.current === `${data.id} ${data.status}`) return;
    finished.current = `${data.id} ${data.status}`;
    void refreshAll(queries, [listGuests, listGroups, listTags, getProject, listProjects]);
  }, [data, running, queries]);
  const run = async (next: ImportOptions) => {
    setOptions(next);
    try {
      const { id: started } = await start.mutateAsync(next);
      onStarted(started);
    } catch {
      // The sentence is shown where the file was dropped.
      if (next.dryRun) onStarted("file");
    }
  };
  const again = () => {
    start.reset();
    setOptions(null);
    onStarted("file");
  };
  const title = data && !data.dryRun ? t("importTitleRun") : t("importTitle");

  if (!id) {
    return (
      <DialogContent title={title} description={t("importHelp")} className="sm:max-w-160">
        <DropZone
          busy={start.isPending}
          problem={start.error ? sentence(start.error) : null}
          onFile={(file) => void run({ file, dryRun: true, duplicates: "update", mapping: {} })}
        />
      </DialogContent>
    );
  }
  if (report.isError && !data) {
    return (
      <DialogContent title={title}>
        <ErrorState title={t("importFailed")} onRetry={() => void report.refetch()} className="py-8">
          {sentence(report.error)}
        </ErrorState>
      </DialogContent>
    );
  }
  if (!data || running) {
    return (
      <DialogContent title={title} className="sm:max-w-160">
        <Working report={data} />
      </DialogContent>
    );
  }
  if (data.dryRun && data.status === "done") {
    return (
      <ImportPreview
        projectId={projectId}
        report={data}
        options={options}
        busy={start.isPending}
        problem={start.error ? sentence(start.error) : null}
        onRun={(next) => void run(next)}
        onAgain={again}
      />
    );
  }
  return <ImportResult projectId={projectId} report={data} close={close} onAgain={again} />;
}

function Working({ report }: { report: ImportReport | undefined }) {
  const t = useTranslations("guests");
  const { done, total } = report?.progress ?? { done: 0, total: 0 };
  const label = report && !report.dryRun ? t("importRunning") : t("importReading");
  return (
    <div className="grid gap-3 py-6">
      <div className="flex items-baseline justify-between gap-4">
        <span role="status">{label}</span>
        {total > 0 ? (
          <span className="text-muted-foreground tabular-nums">{t("importProgress", { done, total })}</span>
        ) : null}
      </div>
      <Progress value={done} max={total} label={label} />
      <p className="text-muted-foreground text-sm">{t("importLeave")}</p>
    </div>
  );
}
