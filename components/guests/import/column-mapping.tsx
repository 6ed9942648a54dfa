"use client";

import { useTranslations } from "use-intl";
import { useRead } from "@/components/shell/use-contract";
import { Select } from "@/components/ui/select";
import { listEvents } from "@/lib/events/contract";
import type { ImportReport } from "@/lib/guests/import/contract";
import { eventsInput } from "../reads";

const offered = [
  "fullName",
  "firstName",
  "lastName",
  "email",
  "phone",
  "household",
  "plusOnes",
  "tags",
  "dietary",
  "ageBand",
  "address",
  "answer",
  "note",
] as const;

/** What each column of the file was taken for, with samples, to be put right. */
export function ColumnMapping({
  projectId,
  report,
  disabled,
  onChange,
}: {
  projectId: string;
  report: ImportReport;
  disabled: boolean;
  onChange: (column: string, field: string | null) => void;
}) {
  const t = useTranslations("guests");
  const events = useRead(listEvents, eventsInput(projectId)).data?.data ?? [];
  const known = new Set<string>([...offered, ...events.map(({ name }) => `event:${name}`)]);
  return (
    <ul className="divide-y border-y">
      {report.columns.map(({ column, field, samples }) => (
        <li
          key={column}
          className="grid items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[minmax(0,1fr)_14rem]"
        >
          <div className="min-w-0">
            <p className="truncate font-medium">{column || t("importNoHeading")}</p>
            <p className="truncate text-muted-foreground text-sm">{samples.join(" · ")}</p>
          </div>
          <Select
            aria-label={t("importColumnIs", { column })}
            value={field ?? ""}
            disabled={disabled}
            onChange={(event) => onChange(column, event.target.value || null)}
          >
            <option value="">{t("importField_leave")}</option>
            {offered.map((one) => (
              <option key={one} value={one}>
                {t(`importField_${one}`)}
              </option>
            ))}
            {events.map(({ id, name }) => (
              <option key={id} value={`event:${name}`}>
                {t("importField_event", { event: name })}
              </option>
            ))}
            {field && !known.has(field) ? <option value={field}>{field}</option> : null}
          </Select>
        </li>
      ))}
    </ul>
  );
}
