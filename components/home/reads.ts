import type { RsvpStatus } from "@/components/guests/statuses";
import type { listGuests } from "@/lib/guests/contract";
import type { Given } from "@/lib/http/endpoint";

/** How a number of guests is asked for: one row and the total. */
export const countInput = (
  projectId: string,
  filter: { rsvpStatus?: RsvpStatus; eventId?: string } = {},
): Given<typeof listGuests> => ({ params: { id: projectId }, query: { limit: 1, ...filter } });

/** How the newest answers of a form are asked for. */
export const newestInput = (formId: string) => ({ params: { id: formId }, query: { limit: 8 } });

export const formsInput = (projectId: string) => ({ params: { id: projectId }, query: { limit: 20 } });
