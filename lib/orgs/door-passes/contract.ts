import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantIn, instantOut, line, listQuery, page, resource, uuid } from "@/lib/http/fields";

const tag = "Organizations";

const doorRole = z.enum(["door", "door_supervisor"]);

export const doorPass = z.object({
  ...resource,
  organizationId: uuid,
  name: z.string(),
  role: doorRole,
  projectIds: z.array(uuid).nullable(),
  eventIds: z.array(uuid).nullable(),
  expiresAt: instantOut,
  maxUses: z.number().int(),
  useCount: z.number().int(),
  state: z.enum(["open", "used", "withdrawn", "expired"]),
  url: z
    .string()
    .nullable()
    .meta({ description: "Where its code leads; null when it opens nothing any more" }),
  svg: z.string().nullable().meta({ description: "The QR code to show or print (ISO/IEC 18004)" }),
});
export type DoorPass = z.output<typeof doorPass>;

export const listDoorPasses = endpoint({
  method: "GET",
  path: "/orgs/{id}/door-passes",
  summary: "List the codes by which door staff join, the newest first",
  tag,
  scope: from.path("organization"),
  permission: "members:write",
  limit: "read",
  query: listQuery,
  output: page(doorPass),
});

export const createDoorPass = endpoint({
  method: "POST",
  path: "/orgs/{id}/door-passes",
  summary: "Make a code by which door staff join",
  description:
    "Whoever scans it and signs in becomes door staff of what it names, until it expires. `maxUses` is how many people it lets in.",
  tag,
  scope: from.path("organization"),
  permission: "members:write",
  limit: "write",
  body: z.strictObject({
    name: line(120).default(""),
    role: doorRole,
    projectIds: z.array(uuid).min(1).max(200).optional(),
    eventIds: z.array(uuid).min(1).max(200).optional(),
    expiresAt: instantIn,
    maxUses: z.number().int().min(1).max(500).default(25),
  }),
  output: doorPass,
  location: ({ organizationId }) => `/api/orgs/${organizationId}/door-passes`,
  problems: ["unprocessable"],
});

export const withdrawDoorPass = endpoint({
  method: "DELETE",
  path: "/door-passes/{id}",
  summary: "Withdraw a door pass; who joined by it stays until it would have expired",
  tag,
  scope: from.path("doorPass"),
  permission: "members:write",
  limit: "write",
});
