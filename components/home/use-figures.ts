"use client";

import { type RsvpStatus, rsvpStatuses } from "@/components/guests/statuses";
import { useRead } from "@/components/shell/use-contract";
import { listGuests } from "@/lib/guests/contract";
import { countInput } from "./reads";

export type Figures = { total: number; by: Record<RsvpStatus, number>; answered: number; invited: number };

/** How many guests of a project stand where; null until all is counted. */
export function useFigures(projectId: string): Figures | null {
  const total = useRead(listGuests, countInput(projectId)).data?.total;
  const attending = useCount(projectId, "attending");
  const maybe = useCount(projectId, "maybe");
  const declined = useCount(projectId, "declined");
  const pending = useCount(projectId, "pending");
  const waitlisted = useCount(projectId, "waitlisted");
  const none = useCount(projectId, "none");
  const by = { attending, maybe, declined, pending, waitlisted, none };
  if (total === undefined || rsvpStatuses.some((status) => by[status] === undefined)) return null;
  const known = by as Record<RsvpStatus, number>;
  const answered = known.attending + known.maybe + known.declined + known.waitlisted;
  return { total, by: known, answered, invited: answered + known.pending };
}

const useCount = (projectId: string, rsvpStatus: RsvpStatus) =>
  useRead(listGuests, countInput(projectId, { rsvpStatus })).data?.total;
