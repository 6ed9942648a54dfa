"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { StatusMark } from "@/components/guests/status";
import { type RsvpStatus, rsvpStatuses } from "@/components/guests/statuses";
import { countInput } from "@/components/home/reads";
import { placeOf } from "@/components/shell/places";
import { useRead } from "@/components/shell/use-contract";
import { Skeleton } from "@/components/ui/skeleton";
import type { Event } from "@/lib/events/contract";
import { listGuests } from "@/lib/guests/contract";
import type { Question } from "@/lib/rsvp/forms/contract";
import { type Answered, choicesOf } from "./people";

const counted = rsvpStatuses.filter((status) => status !== "none");

/** How many come to each event; every figure opens its guests. */
export function EventTotals({ projectId, events }: { projectId: string; events: Event[] }) {
  const t = useTranslations("answers");
  if (events.length === 0) return null;
  return (
    <ul aria-label={t("byEvent")} className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {events.map((event) => (
        <li key={event.id} className="min-w-0 rounded-md border px-4 py-3">
          <h2 className="truncate font-semibold">{event.name}</h2>
          <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
            {counted.map((status) => (
              <EventCount key={status} projectId={projectId} event={event} status={status} />
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}

function EventCount({ projectId, event, status }: { projectId: string; event: Event; status: RsvpStatus }) {
  const g = useTranslations("guests");
  const format = useFormatter();
  const given = countInput(projectId, { eventId: event.id, rsvpStatus: status });
  const count = useRead(listGuests, given).data?.total;
  if (count === undefined) return <Skeleton className="h-5 w-16" />;
  if (count === 0 && status !== "attending") return null;
  return (
    <Link
      href={`${placeOf(projectId, "guests")}?event=${event.id}&answer=${status}`}
      className="touch-target inline-flex items-center gap-1.5 rounded-sm text-muted-foreground text-sm transition-colors hover:text-foreground"
    >
      <StatusMark status={status} />
      <span className="font-medium text-foreground tabular-nums">{format.number(count)}</span>
      {g(`status_${status}`).toLocaleLowerCase()}
    </Link>
  );
}

/** What was chosen by those who come: the caterer's list, question by question. */
export function ChoiceTotals({
  people,
  questions,
  complete,
}: {
  people: Answered[];
  questions: Question[];
  complete: boolean;
}) {
  const t = useTranslations("answers");
  const format = useFormatter();
  const totals = choicesOf(people, questions);
  if (totals.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-x-10 gap-y-3">
      {totals.map(({ question, choices }) => (
        <section key={question.id} className="min-w-0" aria-label={question.label}>
          <h2 className="truncate text-muted-foreground text-sm">{question.label}</h2>
          <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
            {choices.map(({ label, count }) => (
              <div key={label} className="flex items-baseline gap-1.5">
                <dd className="font-semibold text-md tabular-nums">{format.number(count)}</dd>
                <dt>{label}</dt>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {complete ? null : <p className="w-full text-muted-foreground text-sm">{t("counting")}</p>}
    </div>
  );
}
