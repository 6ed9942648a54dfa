"use client";

import { useFormatter } from "use-intl";
import { eventsInput } from "@/components/guests/reads";
import { useRead } from "@/components/shell/use-contract";
import { listEvents } from "@/lib/events/contract";
import type { Campaign } from "@/lib/messaging/contract";
import { getProject } from "@/lib/projects/contract";

/** The zone of the event that a message is about, by whose clocks its times are said. */
export function useZone({ projectId, audience }: Pick<Campaign, "projectId" | "audience">): string {
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const events = useRead(listEvents, eventsInput(projectId)).data?.data ?? [];
  const event = events.find(({ id }) => id === audience.eventId) ?? events[0];
  return event?.timezone ?? project?.timezone ?? "UTC";
}

/** "on Friday 4 June, 09:00": a moment by the clocks of a zone. */
export function useMoment(zone: string): (at: string) => string {
  const format = useFormatter();
  return (at) =>
    format.dateTime(new Date(at), {
      ...{ weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" },
      ...{ hourCycle: "h23", timeZone: zone },
    });
}
