import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut } from "@/lib/http/fields";
import { member, role } from "../contract";

const tag = "Organizations";

export const invitation = z.object({
  organization: z.string(),
  inviter: z.string().nullable(),
  role,
  email: z.string().nullable().meta({ description: "Whom it is for; null for door staff, who scan a code" }),
  expiresAt: instantOut,
  state: z.enum(["open", "used", "withdrawn", "expired"]),
});
export type Invitation = z.output<typeof invitation>;

export const readInvitation = endpoint({
  method: "GET",
  path: "/join/{token}",
  summary: "What an invitation to a team says, and whether it still works",
  description: "Uses nothing up: mail gateways open every link.",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "public",
  output: invitation,
});

export const acceptInvitation = endpoint({
  method: "POST",
  path: "/join/{token}",
  summary: "Accept an invitation to a team",
  description:
    "An invitation by mail is for the address it was sent to (403 for others); a door pass is for whoever scans it " +
    "while it lasts. Used up or member already: 409. Expired or withdrawn: 410.",
  tag,
  scope: from.self,
  permission: null,
  limit: "write",
  output: member,
  location: ({ organizationId }) => `/api/orgs/${organizationId}/members`,
  problems: ["conflict", "expired", "revoked"],
});
