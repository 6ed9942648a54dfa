"use client";

import { FileSpreadsheet } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { cn } from "@/components/ui/cn";

/** A place to drop a list, or to choose it. */
export function DropZone({
  busy,
  problem,
  onFile,
}: {
  busy: boolean;
  problem: string | null;
  onFile: (file: File) => void;
}) {
  const t = useTranslations("guests");
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files.item(0);
    if (file && !busy) onFile(file);
  };
  return (
    <div className="grid gap-4">
      {problem ? <Alert live tone="error" title={problem} /> : null}
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          "grid justify-items-center gap-1 rounded-md border border-input border-dashed px-6 py-12 text-center transition-colors hover:border-muted-foreground hover:bg-accent has-focus-visible:outline-2",
          over && "border-primary bg-primary-wash",
          busy && "pointer-events-none opacity-60",
        )}
      >
        <FileSpreadsheet aria-hidden strokeWidth={1.5} className="mb-2 size-7 text-muted-foreground" />
        <span className="font-medium">{busy ? t("importReading") : t("importDrop")}</span>
        <span className="text-muted-foreground text-sm">{t("importDropHelp")}</span>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          className="sr-only"
          disabled={busy}
          onChange={(event) => {
            const file = event.target.files?.item(0);
            event.target.value = "";
            if (file) onFile(file);
          }}
        />
      </label>
    </div>
  );
}
