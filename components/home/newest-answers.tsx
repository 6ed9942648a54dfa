"use client";

import Link from "next/link";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { StatusMark } from "@/components/guests/status";
import type { RsvpStatus } from "@/components/guests/statuses";
import { Ago } from "@/components/shell/ago";
import { LiveDot } from "@/components/shell/live-dot";
import { placeOf } from "@/components/shell/places";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { Output } from "@/lib/http/endpoint";
import { listSubmissions } from "@/lib/rsvp/contract";
import { listForms } from "@/lib/rsvp/forms/contract";
import { formsInput, newestInput } from "./reads";

type Submission = Output<typeof listSubmissions>["data"][number];

/** What a person said over all events: coming to any counts as coming. */
export function overall(attendance: Record<string, string>): RsvpStatus {
  const said = Object.values(attendance);
  for (const status of ["attending", "waitlisted", "maybe", "declined"] as const) {
    if (said.includes(status)) return status;
  }
  return "pending";
}

/** The newest answers, arriving while one looks; what is new since then glows for a moment. */
export function NewestAnswers({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const sentence = useSentence();
  const form = useRead(listForms, formsInput(projectId)).data?.data[0];
  const read = useRead(listSubmissions, newestInput(form?.id ?? ""), { enabled: Boolean(form) });
  const seen = useRef<Set<string> | null>(null);
  const rows = read.data?.data ?? [];
  const mark = (row: Submission) => `${row.id} ${row.revision}`;
  if (!seen.current && read.data) seen.current = new Set(rows.map(mark));
  return (
    <section aria-labelledby="newest" className="min-w-0">
      <header className="flex min-h-9 items-center justify-between gap-4 border-b pb-2">
        <h2 id="newest" className="font-semibold">
          {t("newest")}
        </h2>
        <LiveDot />
      </header>
      {read.isError && !read.data ? (
        <ErrorState title={t("newestFailed")} onRetry={() => void read.refetch()} className="py-8">
          {sentence(read.error)}
        </ErrorState>
      ) : form && read.isPending ? (
        <div className="grid gap-3 py-4">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-4 w-3/5" />
        </div>
      ) : rows.length === 0 ? (
        <p className="py-6 text-muted-foreground">{t("newestEmpty")}</p>
      ) : (
        <ul aria-live="polite" aria-relevant="additions">
          {rows.map((row) => (
            <li key={mark(row)} className="border-b last:border-0">
              <Link
                href={`${placeOf(projectId, "answers")}?answer=${row.id}`}
                className={cn(
                  "-mx-2 grid gap-1 rounded-md px-2 py-2.5 transition-colors hover:bg-accent",
                  !seen.current?.has(mark(row)) && "animate-arrive",
                )}
              >
                <span className="flex items-baseline justify-between gap-3">
                  <span className="truncate font-medium">{row.householdName}</span>
                  <Ago at={row.submittedAt} className="shrink-0 text-muted-foreground text-xs" />
                </span>
                <span className="flex flex-wrap gap-x-3 gap-y-0.5 text-muted-foreground text-sm">
                  {row.responses.slice(0, 6).map((person) => (
                    <span key={person.guestId} className="inline-flex items-center gap-1">
                      <StatusMark status={overall(person.attendance)} className="size-3.5" />
                      {person.firstName}
                    </span>
                  ))}
                  {row.responses.length > 6 ? t("andMore", { count: row.responses.length - 6 }) : null}
                </span>
                {row.message ? <span className="line-clamp-2 text-sm italic">{row.message}</span> : null}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
