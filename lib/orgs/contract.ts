import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import {
  email,
  instantIn,
  instantOut,
  line,
  listQuery,
  page,
  resource,
  uuid,
  version,
} from "@/lib/http/fields";

const tag = "Organizations";

export const role = z.enum(["owner", "admin", "editor", "viewer", "door_supervisor", "door"]);

const name = line(120).min(1, "is empty");
const slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, "is not a short name such as vance-rossi");

export const organization = z.object({ ...resource, name, slug: z.string(), version });
export type Organization = z.output<typeof organization>;

export const member = z.object({
  ...resource,
  organizationId: uuid,
  userId: uuid.nullable(),
  email: z.string(),
  name: z.string(),
  role,
  status: z.enum(["active", "invited"]),
  projectIds: z.array(uuid).nullable(),
  eventIds: z.array(uuid).nullable(),
  expiresAt: instantOut.nullable().meta({ description: "When the membership ends" }),
  invitationExpiresAt: instantOut
    .nullable()
    .meta({ description: "When the link of an invitation ends; null for members" }),
});
export type Member = z.output<typeof member>;

export const createOrganization = endpoint({
  method: "POST",
  path: "/orgs",
  summary: "Create an organization; you become its owner",
  description: "Without a slug one is made from the name.",
  tag,
  scope: from.self,
  permission: null,
  limit: "write",
  body: z.strictObject({ name, slug: slug.optional() }),
  output: organization,
  location: ({ id }) => `/api/orgs/${id}`,
  problems: ["duplicate"],
});

export const listOrganizations = endpoint({
  method: "GET",
  path: "/orgs",
  summary: "List your organizations; an API key has one",
  tag,
  scope: from.self,
  permission: "org:read",
  limit: "read",
  query: listQuery,
  output: page(organization),
});

export const getOrganization = endpoint({
  method: "GET",
  path: "/orgs/{id}",
  summary: "Read an organization",
  tag,
  scope: from.path("organization"),
  permission: "org:read",
  limit: "read",
  output: organization,
});

export const updateOrganization = endpoint({
  method: "PATCH",
  path: "/orgs/{id}",
  summary: "Change an organization's name or slug",
  tag,
  scope: from.path("organization"),
  permission: "org:write",
  limit: "write",
  versioned: true,
  body: z.strictObject({ name, slug }).partial(),
  output: organization,
  problems: ["duplicate", "stale"],
});

export const listMembers = endpoint({
  method: "GET",
  path: "/orgs/{id}/members",
  summary: "List an organization's members and invitations",
  tag,
  scope: from.path("organization"),
  permission: "members:read",
  limit: "read",
  query: listQuery.extend({ status: member.shape.status.optional(), role: role.optional() }),
  output: page(member),
});

export const inviteMember = endpoint({
  method: "POST",
  path: "/orgs/{id}/invite",
  summary: "Invite somebody to an organization",
  description:
    "Sends a mail with a link that works for 14 days. The invitation becomes a membership when the invited person " +
    "accepts it (POST /join/{token}) or signs in with the invited address, since signing in proves it. A role above " +
    "one's own cannot be given. `projectIds` narrow editors, viewers and door staff to projects, `eventIds` door " +
    "staff to events; `expiresAt` ends the membership.",
  tag,
  scope: from.path("organization"),
  permission: "members:write",
  limit: "write",
  // Checking guests in costs no seat of the plan.
  entitlement: { limit: "members", amount: (body) => (body.role.startsWith("door") ? 0 : 1) },
  body: z.strictObject({
    email,
    role,
    projectIds: z.array(uuid).min(1).max(200).optional(),
    eventIds: z.array(uuid).min(1).max(200).optional(),
    expiresAt: instantIn.optional(),
  }),
  output: member,
  location: ({ organizationId }) => `/api/orgs/${organizationId}/members`,
  problems: ["duplicate", "unprocessable"],
});
