"use client";

import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { Output } from "@/lib/http/endpoint";
import { SKIPPED } from "@/lib/messaging/queue/policy";
import type { listMessageJobs } from "@/lib/messaging/report/contract";
import { UNKNOWN } from "@/lib/messaging/webhooks/policy";
import { JobStatusBadge } from "./campaign-status";
import { reasons } from "./reads";

type Job = Output<typeof listMessageJobs>["data"][number];

/** A message's guests, each with how far their copy came; a row opens the guest. */
export function JobsTable({
  jobs,
  empty,
  hrefOf,
  onOpen,
}: {
  jobs: Job[];
  empty: string;
  hrefOf: (guestId: string) => string;
  onOpen: (guestId: string) => void;
}) {
  const t = useTranslations("messages");
  if (jobs.length === 0) return <p className="px-4 py-6 text-muted-foreground md:px-8">{empty}</p>;
  return (
    <div className="px-4 md:px-8">
      <Table label={t("jobs")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("columnGuest")}</TableHead>
            <TableHead className="max-md:hidden">{t("columnAddress")}</TableHead>
            <TableHead>{t("columnStatus")}</TableHead>
            <TableHead className="max-sm:hidden">{t("columnSeen")}</TableHead>
            <TableHead className="max-sm:hidden">{t("columnAt")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {jobs.map((job) => (
            <TableRow key={job.id} className="relative hover:bg-accent">
              <TableCell className="max-w-40 sm:max-w-56">
                <a
                  href={hrefOf(job.guestId)}
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey) return;
                    event.preventDefault();
                    onOpen(job.guestId);
                  }}
                  className="block truncate rounded-sm font-medium after:absolute after:inset-0"
                >
                  {job.guestName}
                </a>
              </TableCell>
              <TableCell className="max-w-64 truncate text-muted-foreground max-md:hidden">
                {job.address}
              </TableCell>
              <TableCell>
                <span className="flex flex-wrap items-center gap-x-2">
                  <JobStatusBadge status={job.status} reason={job.lastError} />
                  {job.lastError === SKIPPED ? null : <Why error={job.lastError} />}
                </span>
              </TableCell>
              <TableCell className="text-muted-foreground max-sm:hidden">
                {job.unsubscribedAt
                  ? t("job_unsubscribed")
                  : job.clickedAt
                    ? t("job_clicked")
                    : job.openedAt
                      ? t("job_opened")
                      : job.machineOpenedAt
                        ? t("job_openedByMachine")
                        : null}
              </TableCell>
              <TableCell className="whitespace-nowrap text-muted-foreground max-sm:hidden">
                {job.deliveredAt || job.sentAt ? <Ago at={job.deliveredAt ?? job.sentAt ?? ""} /> : null}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

/** Why a message did not arrive: ours in words, a provider's as it was told. */
function Why({ error }: { error: string | null }) {
  const t = useTranslations("messages");
  // The badge says it.
  if (!error || error === UNKNOWN) return null;
  const ours = reasons.find((reason) => reason === error);
  return (
    <span className="min-w-0 break-words text-muted-foreground text-sm">
      {ours ? t(`why_${ours}`) : error}
    </span>
  );
}
