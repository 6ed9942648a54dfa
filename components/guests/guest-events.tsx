"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import type { Event } from "@/lib/events/contract";
import type { GuestDetail } from "@/lib/guests/contract";
import { Status } from "./status";

/** Which events a guest is invited to, and what they said to each. */
export function GuestEvents({
  guest,
  events,
  disabled,
  onChange,
}: {
  guest: GuestDetail;
  events: Event[];
  disabled: boolean;
  onChange: (eventIds: string[]) => void;
}) {
  const t = useTranslations("guests");
  const base = useId();
  if (events.length === 0) return null;
  const invited = new Set(guest.events.filter((one) => one.invited).map(({ eventId }) => eventId));
  const toggle = (id: string) => {
    const next = new Set(invited);
    if (!next.delete(id)) next.add(id);
    onChange(events.map((event) => event.id).filter((eventId) => next.has(eventId)));
  };
  return (
    <fieldset className="grid gap-0.5">
      <legend className="mb-1 font-medium">{t("events")}</legend>
      {events.map((event) => {
        const answer = guest.events.find(({ eventId }) => eventId === event.id);
        return (
          <div key={event.id} className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
            <Checkbox
              id={`${base}-${event.id}`}
              checked={invited.has(event.id)}
              disabled={disabled}
              onCheckedChange={() => toggle(event.id)}
            />
            <label htmlFor={`${base}-${event.id}`} className="min-w-0 flex-1 truncate">
              {event.name}
            </label>
            {answer?.invited ? (
              <Status status={answer.rsvpStatus} className="text-muted-foreground text-sm" />
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
}
