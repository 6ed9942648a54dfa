"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { StatusMark } from "@/components/guests/status";
import type { RsvpStatus } from "@/components/guests/statuses";
import { placeOf } from "@/components/shell/places";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { type Figures, useFigures } from "./use-figures";

const bar: [RsvpStatus, string][] = [
  ["attending", "bg-success"],
  ["waitlisted", "bg-success/50"],
  ["maybe", "bg-warning/75"],
  ["declined", "bg-muted-foreground/70"],
  ["pending", "bg-input"],
  ["none", "bg-accent-strong"],
];

/** From the list to who comes: four figures and one bar, each opening the guests behind it. */
export function ProjectFigures({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const g = useTranslations("guests");
  const format = useFormatter();
  const figures = useFigures(projectId);
  if (!figures) return <FiguresSkeleton />;
  const { total, by, answered, invited } = figures;
  const guests = placeOf(projectId, "guests");
  const share = (part: number, whole: number) =>
    whole > 0 ? format.number(part / whole, { style: "percent" }) : undefined;
  return (
    <section aria-label={t("figures")} className="rounded-md border">
      <div className="grid grid-cols-2 gap-px overflow-hidden p-1 sm:grid-cols-4">
        <Stat label={t("figureGuests")} value={format.number(total)} href={guests} />
        <Stat
          label={t("figureAnswered")}
          value={format.number(answered)}
          note={
            share(answered, invited) ? t("ofInvited", { share: share(answered, invited) ?? "" }) : undefined
          }
          href={placeOf(projectId, "answers")}
        />
        <Stat
          label={t("figureAttending")}
          value={format.number(by.attending)}
          note={
            share(by.attending, answered)
              ? t("ofAnswered", { share: share(by.attending, answered) ?? "" })
              : undefined
          }
          href={`${guests}?answer=attending`}
        />
        <Stat
          label={t("figureWaiting")}
          value={format.number(by.pending)}
          note={by.pending > 0 ? t("figureWaitingNote") : undefined}
          href={`${guests}?answer=pending`}
        />
      </div>
      {total > 0 ? (
        <div className="border-t px-5 py-4">
          <StatusBar figures={figures} label={t("barLabel")} />
          <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">
            {bar
              .filter(([status]) => by[status] > 0)
              .map(([status]) => (
                <li key={status}>
                  <Link
                    href={`${guests}?answer=${status}`}
                    className="touch-target inline-flex items-center gap-1.5 rounded-sm text-muted-foreground transition-colors hover:text-foreground"
                  >
                    <StatusMark status={status} />
                    {g(`status_${status}`)}
                    <span className="font-medium text-foreground tabular-nums">
                      {format.number(by[status])}
                    </span>
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}

/** The shares as one line; the list under it says the same in words. */
export function StatusBar({
  figures,
  label,
  className,
}: {
  figures: Figures;
  label: string;
  className?: string;
}) {
  return (
    <div
      role="img"
      aria-label={label}
      className={cn("flex h-2 gap-px overflow-hidden rounded-full", className)}
    >
      {bar.map(([status, color]) =>
        figures.by[status] > 0 ? (
          <span
            key={status}
            className={cn("min-w-0.5 transition-[flex-grow] duration-200", color)}
            style={{ flexGrow: figures.by[status], flexBasis: 0 }}
          />
        ) : null,
      )}
    </div>
  );
}

/** Their shape while they are on their way. */
export function FiguresSkeleton() {
  return (
    <div className="rounded-md border">
      <div className="grid grid-cols-2 gap-px p-1 sm:grid-cols-4">
        {["a", "b", "c", "d"].map((place) => (
          <div key={place} className="grid gap-2 px-4 py-3">
            <Skeleton className="h-4 w-20" />
            <Skeleton className="h-8 w-14" />
            <Skeleton className="h-3.5 w-24" />
          </div>
        ))}
      </div>
      <div className="border-t px-5 py-4">
        <Skeleton className="h-2 w-full" />
        <Skeleton className="mt-3 h-5 w-2/3" />
      </div>
    </div>
  );
}
