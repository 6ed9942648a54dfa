import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import {
  email,
  instantOut,
  line,
  listQuery,
  locale,
  page,
  prose,
  resource,
  timezone,
  uuid,
  version,
} from "@/lib/http/fields";
import { contact } from "./contacts/contract";

const tag = "Guests";

export const ageBand = z.enum(["adult", "child", "infant"]);
export const rsvpStatus = z.enum(["none", "pending", "attending", "declined", "maybe", "waitlisted"]);
const plusOneAllowance = z.number().int().min(0).max(20);
const tagNames = z
  .array(line(60).min(1, "is empty"))
  .max(30)
  .meta({ description: "Names of tags; a name that the project does not have yet becomes a tag" });
const phone = line(60).meta({
  description: "In any notation; without a prefix it belongs to the project's country. Kept in E.164",
});

export const guest = z.object({
  ...resource,
  projectId: uuid,
  groupId: uuid.meta({ description: "The household; a guest alone has an unnamed one" }),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable().meta({ description: "The primary contact of this kind" }),
  phone: z.string().nullable().meta({ description: "The primary contact of this kind, in E.164" }),
  ageBand,
  language: z.string().nullable(),
  timezone: z.string().nullable(),
  dietary: z.string().nullable(),
  notes: z.string().nullable(),
  plusOneAllowance: z.number().int(),
  consents: z.array(z.object({ channel: z.string(), at: instantOut, source: z.string() })).meta({
    description: "Permissions to write to the guest that stand; `source` is form, import, host or reply",
  }),
  plusOneOf: uuid.nullable().meta({ description: "The guest whose named plus-one this is" }),
  tags: z.array(z.string()),
  rsvpStatus,
  events: z.array(
    z.object({ eventId: uuid, invited: z.boolean(), rsvpStatus, checkedInAt: instantOut.nullable() }),
  ),
  version,
});
export type Guest = z.output<typeof guest>;

/** A guest with what only their own page needs. */
export const guestDetail = guest.extend({
  groupName: z.string().meta({ description: "Empty for an unnamed household" }),
  contacts: z.array(contact),
});
export type GuestDetail = z.output<typeof guestDetail>;

const fields = {
  firstName: line(200).min(1, "is empty"),
  lastName: line(200),
  email: email.nullable(),
  phone: phone.nullable(),
  groupId: uuid
    .nullable()
    .meta({ description: "Null puts the guest into an unnamed household of their own" }),
  ageBand,
  language: locale.nullable(),
  timezone: timezone.nullable(),
  dietary: prose(5_000).nullable(),
  notes: prose(5_000).nullable(),
  plusOneAllowance,
  tags: tagNames,
  eventIds: z.array(uuid).max(200).meta({ description: "Exactly the events the guest is invited to" }),
};

export const guestFilters = z.object({
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: "Part of a name, e-mail address or phone number" }),
  tagId: uuid.optional(),
  groupId: uuid.optional(),
  rsvpStatus: rsvpStatus.optional().meta({ description: "With eventId: the status for that event" }),
  eventId: uuid.optional().meta({ description: "Guests invited to this event" }),
  hasEmail: z
    .enum(["true", "false"])
    .transform((word) => word === "true")
    .optional(),
});

export const guestSort = ["createdAt", "name", "lastName"] as const;

export const listGuests = endpoint({
  method: "GET",
  path: "/projects/{id}/guests",
  summary: "List a project's guests",
  description:
    "Newest first by default; `sort` takes createdAt, name or lastName, with a minus to turn it around.",
  tag,
  scope: from.path("project"),
  permission: "guests:read",
  limit: "read",
  query: listQuery.extend(guestFilters.shape),
  output: page(guest),
});

export const exportGuests = endpoint({
  method: "GET",
  path: "/projects/{id}/guests/export",
  summary: "The guests of a filter as CSV",
  description:
    "UTF-8 with a byte order mark, so that Excel reads it; cells that begin like a formula get an apostrophe in front. Importing it again changes nothing.",
  tag,
  scope: from.path("project"),
  permission: "guests:read",
  limit: "read",
  query: guestFilters.extend({ sort: z.string().max(40).optional() }),
  output: z.instanceof(Response),
  produces: "text/csv",
});

export const createGuest = endpoint({
  method: "POST",
  path: "/projects/{id}/guests",
  summary: "Add a guest",
  description:
    "Without `groupId` the guest gets an unnamed household of their own. Without `eventIds` they are invited to all of the project's events, so that they can answer at once; an empty list invites them to none.",
  tag,
  scope: from.path("project"),
  permission: "guests:write",
  limit: "write",
  entitlement: { limit: "guests" },
  body: z.strictObject({
    firstName: fields.firstName,
    lastName: fields.lastName.default(""),
    email: fields.email.default(null),
    phone: fields.phone.default(null),
    groupId: fields.groupId.default(null),
    ageBand: ageBand.default("adult"),
    language: fields.language.default(null),
    timezone: fields.timezone.default(null),
    dietary: fields.dietary.default(null),
    notes: fields.notes.default(null),
    plusOneAllowance: plusOneAllowance.default(0),
    tags: tagNames.default([]),
    eventIds: fields.eventIds.optional(),
  }),
  output: guestDetail,
  location: ({ id }) => `/api/guests/${id}`,
});

export const getGuest = endpoint({
  method: "GET",
  path: "/guests/{id}",
  summary: "Read a guest",
  tag,
  scope: from.path("guest"),
  permission: "guests:read",
  limit: "read",
  output: guestDetail,
});

export const updateGuest = endpoint({
  method: "PATCH",
  path: "/guests/{id}",
  summary: "Change a guest",
  description:
    "`email` and `phone` change the primary contact; null takes it away. `tags` and `eventIds` replace what there is; an answer given to an event that is taken away is kept, and counts again when the guest is invited again.",
  tag,
  scope: from.path("guest"),
  permission: "guests:write",
  limit: "write",
  versioned: true,
  body: z.strictObject(fields).partial(),
  output: guestDetail,
  problems: ["stale"],
});

export const deleteGuest = endpoint({
  method: "DELETE",
  path: "/guests/{id}",
  summary: "Delete a guest; it can be restored for 30 days",
  tag,
  scope: from.path("guest"),
  permission: "guests:write",
  limit: "write",
});
