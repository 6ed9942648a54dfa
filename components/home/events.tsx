"use client";

import { CalendarPlus, MapPin } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { eventsInput } from "@/components/guests/reads";
import { countInput } from "@/components/home/reads";
import { placeOf } from "@/components/shell/places";
import { useAddress } from "@/components/shell/use-address";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { type Event, listEvents } from "@/lib/events/contract";
import { listGuests } from "@/lib/guests/contract";
import { language } from "@/lib/i18n";
import { formatDate, formatDay, formatTimeRange, zoneName } from "@/lib/scene/dates";

/** When and where; each event opens for editing beside the page. */
export function ProjectEvents({ projectId, mayEdit }: { projectId: string; mayEdit: boolean }) {
  const t = useTranslations("projects");
  const sentence = useSentence();
  const { set } = useAddress();
  const read = useRead(listEvents, eventsInput(projectId));
  const events = read.data?.data ?? [];
  return (
    <section aria-labelledby="events" className="min-w-0">
      <header className="flex min-h-9 items-center justify-between gap-4 border-b pb-2">
        <h2 id="events" className="font-semibold">
          {t("events")}
        </h2>
        {mayEdit ? (
          <Button variant="ghost" size="sm" onClick={() => set({ event: "new" }, "push")}>
            <CalendarPlus aria-hidden />
            {t("eventAdd")}
          </Button>
        ) : null}
      </header>
      {read.isError && !read.data ? (
        <ErrorState title={t("eventsFailed")} onRetry={() => void read.refetch()} className="py-8">
          {sentence(read.error)}
        </ErrorState>
      ) : read.isPending ? (
        <div className="grid gap-3 py-4">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      ) : events.length === 0 ? (
        <p className="py-6 text-muted-foreground">{t("eventsEmpty")}</p>
      ) : (
        <ul>
          {events.map((event) => (
            <EventLine key={event.id} projectId={projectId} event={event} />
          ))}
        </ul>
      )}
    </section>
  );
}

function EventLine({ projectId, event }: { projectId: string; event: Event }) {
  const t = useTranslations("projects");
  const { set, href } = useAddress();
  const coming = useRead(listGuests, countInput(projectId, { eventId: event.id, rsvpStatus: "attending" }))
    .data?.total;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <li className="relative -mx-2 flex items-start justify-between gap-4 rounded-md px-2 py-2.5 transition-colors hover:bg-accent">
      <div className="min-w-0">
        <a
          href={href({ event: event.id })}
          onClick={(click) => {
            if (click.metaKey || click.ctrlKey) return;
            click.preventDefault();
            set({ event: event.id }, "push");
          }}
          className="block truncate rounded-sm font-medium after:absolute after:inset-0"
        >
          {event.name}
        </a>
        <p className="text-muted-foreground text-sm">
          {formatDate(event.startsAt, event.timezone, language)},{" "}
          {formatTimeRange(event.startsAt, event.endsAt, event.timezone, language)}
          <span suppressHydrationWarning>
            {own === event.timezone ? null : ` (${zoneName(event.timezone, language, event.startsAt)})`}
          </span>
        </p>
        <p className="flex items-center gap-1 truncate text-muted-foreground text-sm">
          <MapPin aria-hidden className="size-3.5 shrink-0" />
          {event.venueName || <span className="text-warning">{t("noVenue")}</span>}
        </p>
        {event.rsvpDeadline ? (
          <p className="text-muted-foreground text-sm">
            {t("deadline", { date: formatDay(event.rsvpDeadline, event.timezone, language) })}
          </p>
        ) : null}
      </div>
      <Link
        href={`${placeOf(projectId, "guests")}?event=${event.id}&answer=attending`}
        className="relative z-[1] shrink-0 rounded-sm text-right hover:underline"
      >
        <span className="block font-semibold text-md tabular-nums">{coming ?? "–"}</span>
        <span className="block text-muted-foreground text-xs">
          {event.capacity ? t("comingOf", { capacity: event.capacity }) : t("coming")}
        </span>
      </Link>
    </li>
  );
}
