import type { Given } from "@/lib/http/endpoint";
import type { listSubmissions } from "@/lib/rsvp/contract";

/** How the table asks for a form's answers. */
export function answersInput(formId: string, q: string): Given<typeof listSubmissions> {
  return { params: { id: formId }, query: { limit: 200, ...(q && { q }) } };
}
