import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantIn, uuid } from "@/lib/http/fields";
import { member, role } from "../contract";

const tag = "Organizations";
const lastOwner =
  "An organization always has an owner: the last one can neither leave, be removed nor take a lower role (409 conflict).";

export const updateMember = endpoint({
  method: "PATCH",
  path: "/members/{id}",
  summary: "Change a member's role, what it is narrowed to, or when it ends",
  description: `A role above one's own can be neither given nor changed. Null takes a narrowing or an end away. ${lastOwner}`,
  tag,
  scope: from.path("member"),
  permission: "members:write",
  limit: "write",
  body: z
    .strictObject({
      role,
      projectIds: z.array(uuid).min(1).max(200).nullable(),
      eventIds: z.array(uuid).min(1).max(200).nullable(),
      expiresAt: instantIn.nullable(),
    })
    .partial(),
  output: member,
  problems: ["conflict", "unprocessable"],
});

export const removeMember = endpoint({
  method: "DELETE",
  path: "/members/{id}",
  summary: "Remove a member, or withdraw an invitation",
  description: `Open pages and live rooms of the member close at once. ${lastOwner}`,
  tag,
  scope: from.path("member"),
  permission: "members:write",
  limit: "write",
  problems: ["conflict"],
});

export const resendInvitation = endpoint({
  method: "POST",
  path: "/members/{id}/resend",
  summary: "Mail an invitation again; its link works for another 14 days",
  tag,
  scope: from.path("member"),
  permission: "members:write",
  limit: "write",
  output: member,
  status: 200,
  problems: ["conflict"],
});

export const leaveOrganization = endpoint({
  method: "POST",
  path: "/orgs/{id}/leave",
  summary: "Leave an organization",
  description: lastOwner,
  tag,
  scope: from.path("organization"),
  permission: null,
  limit: "write",
  givesUp: true,
  problems: ["conflict"],
});

export const transferOrganization = endpoint({
  method: "POST",
  path: "/orgs/{id}/transfer",
  summary: "Give one's ownership to another member; one stays as an admin",
  tag,
  scope: from.path("organization"),
  permission: "org:transfer",
  limit: "write",
  givesUp: true,
  body: z.strictObject({ memberId: uuid }),
  output: member,
  status: 200,
  problems: ["conflict"],
});
