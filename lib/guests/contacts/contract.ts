import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, line, resource, uuid, version } from "@/lib/http/fields";

const tag = "Guests";

export const contactKind = z.enum(["email", "phone", "whatsapp", "postal"]);

export const contact = z.object({
  ...resource,
  guestId: uuid,
  kind: contactKind,
  value: z.string(),
  label: z.string().nullable(),
  isPrimary: z
    .boolean()
    .meta({ description: "One of each kind is the primary one, the first unless said otherwise" }),
  verifiedAt: instantOut.nullable(),
  suppressedAt: instantOut.nullable(),
  version,
});
export type Contact = z.output<typeof contact>;

const body = z.strictObject({
  kind: contactKind,
  value: z.string().trim().min(1, "is empty").max(500).meta({
    description: "An e-mail address, a phone number in any notation, or an address of several lines",
  }),
  label: line(60).nullable().default(null),
  isPrimary: z.boolean().default(false),
});

export const createContact = endpoint({
  method: "POST",
  path: "/guests/{id}/contacts",
  summary: "Add a contact to a guest",
  tag,
  scope: from.path("guest"),
  permission: "guests:write",
  limit: "write",
  body,
  output: contact,
  location: ({ id }) => `/api/contacts/${id}`,
  problems: ["duplicate"],
});

export const replaceContact = endpoint({
  method: "PUT",
  path: "/contacts/{id}",
  summary: "Replace a contact",
  description: "A changed value is no longer verified or suppressed.",
  tag,
  scope: from.path("contact"),
  permission: "guests:write",
  limit: "write",
  versioned: true,
  body,
  output: contact,
  problems: ["stale", "duplicate"],
});

export const deleteContact = endpoint({
  method: "DELETE",
  path: "/contacts/{id}",
  summary: "Delete a contact; the next of its kind becomes the primary one",
  tag,
  scope: from.path("contact"),
  permission: "guests:write",
  limit: "write",
});
