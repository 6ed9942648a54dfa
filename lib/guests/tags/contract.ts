import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { line, listQuery, page, resource, uuid } from "@/lib/http/fields";

const tag = "Tags";

export const tagColors = [
  "grey",
  "red",
  "orange",
  "yellow",
  "green",
  "teal",
  "blue",
  "purple",
  "pink",
] as const;
const body = z.strictObject({
  name: line(60).min(1, "is empty"),
  color: z
    .string()
    .regex(/^(#[0-9a-fA-F]{6}|[a-z]{3,20})$/, "is not a colour such as blue or #3355aa")
    .default("grey"),
});

export const guestTag = z.object({
  ...resource,
  projectId: uuid,
  name: z.string(),
  color: z.string(),
  guestCount: z.number().int(),
});
export type GuestTag = z.output<typeof guestTag>;

export const listTags = endpoint({
  method: "GET",
  path: "/projects/{id}/tags",
  summary: "List a project's tags by name",
  tag,
  scope: from.path("project"),
  permission: "guests:read",
  limit: "read",
  query: listQuery,
  output: page(guestTag),
});

export const createTag = endpoint({
  method: "POST",
  path: "/projects/{id}/tags",
  summary: "Create a tag",
  tag,
  scope: from.path("project"),
  permission: "guests:write",
  limit: "write",
  body,
  output: guestTag,
  problems: ["duplicate"],
});

export const deleteTag = endpoint({
  method: "DELETE",
  path: "/tags/{id}",
  summary: "Delete a tag; its guests lose it",
  tag,
  scope: from.path("tag"),
  permission: "guests:write",
  limit: "write",
});

export const addGuestTag = endpoint({
  method: "POST",
  path: "/guests/{id}/tags",
  summary: "Tag a guest",
  description: "By the tag's id or by its name; a name that the project does not have yet becomes a tag.",
  tag,
  scope: from.path("guest"),
  permission: "guests:write",
  limit: "write",
  body: z.union([z.strictObject({ tagId: uuid }), z.strictObject({ name: line(60).min(1, "is empty") })]),
  output: guestTag,
});

export const removeGuestTag = endpoint({
  method: "DELETE",
  path: "/guests/{id}/tags/{tagId}",
  summary: "Take a tag from a guest",
  tag,
  scope: from.path("guest"),
  permission: "guests:write",
  limit: "write",
});
