"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { placeOf } from "@/components/shell/places";
import { projectsInput } from "@/components/shell/reads";
import { refreshAll, useRead, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { cancelJob, type Job, listMyJobs } from "@/lib/jobs/contract";
import { listProjects } from "@/lib/projects/contract";

const given = { query: { limit: 20 } } as const;
const isOpen = ({ status }: Job) => status === "queued" || status === "running";
/** Milliseconds for which what ended is still told of. */
const RECENT = 10 * 60_000;

/** What is being made, how far it is, and what came of it: it is the server's to remember, not this page's. */
export function RunningJobs({ organizationId }: { organizationId: string | null }) {
  const t = useTranslations("projects");
  const queries = useQueryClient();
  const every = (useRead(listMyJobs, given).data?.data ?? []).some(isOpen) ? 1_000 : false;
  const jobs = (useRead(listMyJobs, given, { every }).data?.data ?? [])
    .filter((job) => !organizationId || job.organizationId === organizationId)
    .filter((job) => isOpen(job) || Date.now() - Date.parse(job.finishedAt ?? "") < RECENT)
    .filter(({ status }) => status !== "cancelled");
  const open = jobs.filter(isOpen).length;
  const before = useRef(open);
  useEffect(() => {
    if (open < before.current) void refreshAll(queries, [listProjects]);
    before.current = open;
  }, [open, queries]);
  const cancel = useWrite(cancelJob, { refresh: [listMyJobs] });
  // A copy that was deleted since has nothing to open.
  const there = new Set((useRead(listProjects, projectsInput).data?.data ?? []).map(({ id }) => id));
  if (jobs.length === 0) return null;
  return (
    <ul aria-label={t("jobs")} className="grid gap-px px-4 pb-4 md:px-8">
      {jobs.map((job) => {
        const { done, total } = job.progress;
        return (
          <li
            key={job.id}
            className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 rounded-md bg-accent px-3 py-2"
          >
            <span role="status" className="min-w-0 flex-1 truncate">
              {job.status === "done"
                ? t("copyDone", { name: job.title })
                : job.status === "failed"
                  ? t("copyFailedName", { name: job.title, reason: job.error ?? "" })
                  : t("copying", { name: job.title })}
            </span>
            {isOpen(job) ? (
              <>
                <span className="text-muted-foreground text-sm tabular-nums">
                  {t("progress", { done, total })}
                </span>
                <Progress
                  value={done}
                  max={Math.max(1, total)}
                  label={t("copying", { name: job.title })}
                  className="w-32"
                />
                <Button
                  variant="ghost"
                  busy={cancel.isPending}
                  onClick={() => cancel.mutate({ params: { id: job.id } })}
                >
                  {t("stop")}
                </Button>
              </>
            ) : null}
            {job.status === "done" &&
            typeof job.result?.projectId === "string" &&
            there.has(job.result.projectId) ? (
              <Link href={placeOf(job.result.projectId)} className="rounded-sm font-medium text-primary">
                {t("copyOpen")}
              </Link>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
