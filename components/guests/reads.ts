import type { listGuests } from "@/lib/guests/contract";
import type { listGroups } from "@/lib/guests/groups/contract";
import type { listTags } from "@/lib/guests/tags/contract";
import type { Given } from "@/lib/http/endpoint";
import { type RsvpStatus, rsvpStatuses } from "./statuses";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** How many rows of the guest list come at a time. */
export const PAGE = 100;

/** The filters of the guest list as its address says them; what makes no sense is left out. */
export function guestFilters(search: { get(name: string): string | null }) {
  const id = (name: string) => {
    const value = search.get(name);
    return value && uuid.test(value) ? value : null;
  };
  const status = search.get("answer");
  return {
    q: search.get("q")?.trim().slice(0, 200) ?? "",
    rsvpStatus: rsvpStatuses.includes(status as RsvpStatus) ? (status as RsvpStatus) : null,
    tagId: id("tag"),
    groupId: id("household"),
    eventId: id("event"),
  };
}

/** How the guest list asks for what its address says; server and browser ask alike. */
export function guestsInput(
  projectId: string,
  search: { get(name: string): string | null },
): Given<typeof listGuests> {
  const { q, rsvpStatus, tagId, groupId, eventId } = guestFilters(search);
  return {
    params: { id: projectId },
    query: {
      limit: PAGE,
      sort: "name",
      ...(q && { q }),
      ...(rsvpStatus && { rsvpStatus }),
      ...(tagId && { tagId }),
      ...(groupId && { groupId }),
      ...(eventId && { eventId }),
    },
  };
}

export const tagsInput = (id: string): Given<typeof listTags> => ({ params: { id }, query: { limit: 200 } });
export const groupsInput = (id: string): Given<typeof listGroups> => ({
  params: { id },
  query: { limit: 200, named: "true", sort: "name" },
});
export const eventsInput = (id: string) => ({ params: { id }, query: { limit: 200 } });
