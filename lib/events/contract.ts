import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import {
  instantIn,
  instantOut,
  line,
  listQuery,
  page,
  prose,
  resource,
  timezone,
  uuid,
  version,
} from "@/lib/http/fields";

const tag = "Events";

const name = line(200).min(1, "is empty");
const capacity = z.number().int().min(1).max(1_000_000).nullable();
const graceHours = z.number().int().min(0).max(720);

export const event = z.object({
  ...resource,
  organizationId: uuid,
  projectId: uuid,
  name,
  startsAt: instantOut,
  endsAt: instantOut.nullable(),
  timezone: z.string(),
  venueName: z.string().nullable(),
  address: z.string().nullable(),
  dressCode: z.string().nullable(),
  capacity,
  waitlist: z.boolean(),
  rsvpDeadline: instantOut.nullable(),
  graceHours,
  version,
});
export type Event = z.output<typeof event>;

const fields = {
  name,
  startsAt: instantIn,
  endsAt: instantIn.nullable(),
  timezone: timezone.meta({ description: "IANA zone in which the event's times are shown" }),
  venueName: line(200).nullable(),
  address: prose(500).nullable(),
  dressCode: line(200).nullable(),
  capacity: capacity.meta({ description: "Places; null for no limit" }),
  waitlist: z.boolean(),
  rsvpDeadline: instantIn.nullable(),
  graceHours: graceHours.meta({ description: "Hours after the deadline in which answers still count" }),
};

export const listEvents = endpoint({
  method: "GET",
  path: "/projects/{id}/events",
  summary: "List a project's events, the earliest first",
  tag,
  scope: from.path("project"),
  permission: "events:read",
  limit: "read",
  query: listQuery,
  output: page(event),
});

export const createEvent = endpoint({
  method: "POST",
  path: "/projects/{id}/events",
  summary: "Create an event",
  description:
    "The first event of a project invites all guests who are there already: it is what they were brought in for. " +
    "A later event (the dinner, the brunch) invites nobody by itself; name its guests with their `events`.",
  tag,
  scope: from.path("project"),
  permission: "events:write",
  limit: "write",
  body: z.strictObject({
    projectId: uuid.optional().meta({ description: "Where given, the project of the address" }),
    name,
    startsAt: fields.startsAt,
    endsAt: fields.endsAt.default(null),
    timezone: fields.timezone,
    venueName: fields.venueName.default(null),
    address: fields.address.default(null),
    dressCode: fields.dressCode.default(null),
    capacity: fields.capacity.default(null),
    waitlist: fields.waitlist.optional(),
    rsvpDeadline: fields.rsvpDeadline.default(null),
    graceHours: fields.graceHours.optional(),
  }),
  output: event,
  location: ({ id }) => `/api/events/${id}`,
});

export const getEvent = endpoint({
  method: "GET",
  path: "/events/{id}",
  summary: "Read an event",
  tag,
  scope: from.path("event"),
  permission: "events:read",
  limit: "read",
  output: event,
});

export const updateEvent = endpoint({
  method: "PATCH",
  path: "/events/{id}",
  summary: "Change an event",
  description: "Published sites and everything sent from now on follow the new facts.",
  tag,
  scope: from.path("event"),
  permission: "events:write",
  limit: "write",
  versioned: true,
  body: z.strictObject(fields).partial(),
  output: event,
  problems: ["stale"],
});

export const deleteEvent = endpoint({
  method: "DELETE",
  path: "/events/{id}",
  summary: "Delete an event",
  description:
    "An event that guests have answered is kept (409, with the number of `answers`) unless `force=true` says that " +
    "the answers go with it. Nothing brings them back.",
  tag,
  scope: from.path("event"),
  permission: "events:write",
  limit: "write",
  query: z.object({ force: z.stringbool().default(false) }),
  versioned: true,
  problems: ["conflict", "stale"],
});
