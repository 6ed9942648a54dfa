"use client";

import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { RsvpStatus } from "./statuses";

const tones: Record<RsvpStatus, string> = {
  attending: "text-success",
  maybe: "text-warning",
  declined: "text-muted-foreground",
  pending: "text-muted-foreground",
  waitlisted: "text-warning",
  none: "text-muted-foreground",
};

/** The sign of an answer, told apart by shape and not by colour alone. */
export function StatusMark({ status, className }: { status: RsvpStatus; className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 16 16"
      className={cn("size-4 shrink-0", tones[status], className)}
      fill="none"
    >
      {status === "attending" ? (
        <>
          <circle cx="8" cy="8" r="7" fill="currentColor" />
          <path
            d="m5 8.2 2.1 2.1L11 6.2"
            className="stroke-background"
            strokeWidth="1.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      ) : status === "declined" ? (
        <>
          <circle cx="8" cy="8" r="6.25" stroke="currentColor" strokeWidth="1.5" />
          <path
            d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinecap="round"
          />
        </>
      ) : status === "maybe" ? (
        <>
          <circle cx="8" cy="8" r="6.25" stroke="currentColor" strokeWidth="1.5" />
          <path d="M8 4a4 4 0 0 1 0 8z" fill="currentColor" />
        </>
      ) : status === "waitlisted" ? (
        <>
          <circle cx="8" cy="8" r="6.25" stroke="currentColor" strokeWidth="1.5" />
          <path
            d="M8 4.8V8l2.2 1.6"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      ) : (
        <circle
          cx="8"
          cy="8"
          r="6.25"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray={status === "none" ? "2 2.4" : undefined}
        />
      )}
    </svg>
  );
}

/** An answer in a word with its sign. */
export function Status({ status, className }: { status: RsvpStatus; className?: string }) {
  const t = useTranslations("guests");
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap align-middle", className)}>
      <StatusMark status={status} />
      {t(`status_${status}`)}
    </span>
  );
}
