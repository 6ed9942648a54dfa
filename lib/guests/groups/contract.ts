import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { line, listQuery, page, resource, uuid, version } from "@/lib/http/fields";

const tag = "Households";

const body = z.strictObject({
  name: line(200).min(1, "is empty"),
  maxPlusOnes: z
    .number()
    .int()
    .min(0)
    .max(20)
    .default(0)
    .meta({ description: "People the household may bring beyond each guest's own allowance" }),
});

export const group = z.object({
  ...resource,
  projectId: uuid,
  name: z.string().meta({ description: "Empty for the household of one person alone" }),
  maxPlusOnes: z.number().int(),
  guestCount: z.number().int(),
  version,
});
export type Group = z.output<typeof group>;

export const listGroups = endpoint({
  method: "GET",
  path: "/projects/{id}/groups",
  summary: "List a project's households",
  description: "Newest first by default; `sort` takes createdAt or name.",
  tag,
  scope: from.path("project"),
  permission: "guests:read",
  limit: "read",
  query: listQuery.extend({
    named: z
      .enum(["true", "false"])
      .transform((word) => word === "true")
      .optional()
      .meta({ description: "Only households with, or only those without, a name" }),
  }),
  output: page(group),
});

export const createGroup = endpoint({
  method: "POST",
  path: "/projects/{id}/groups",
  summary: "Create a household",
  tag,
  scope: from.path("project"),
  permission: "guests:write",
  limit: "write",
  body,
  output: group,
  location: ({ id }) => `/api/groups/${id}`,
});

export const replaceGroup = endpoint({
  method: "PUT",
  path: "/groups/{id}",
  summary: "Rename a household or change its plus-ones",
  tag,
  scope: from.path("group"),
  permission: "guests:write",
  limit: "write",
  versioned: true,
  body,
  output: group,
  problems: ["stale"],
});

export const deleteGroup = endpoint({
  method: "DELETE",
  path: "/groups/{id}",
  summary: "Delete a household",
  description:
    "Its guests stay on the list, each in an unnamed household of their own. The household's link opens nothing any more.",
  tag,
  scope: from.path("group"),
  permission: "guests:write",
  limit: "write",
});
