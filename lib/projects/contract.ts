import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import {
  calendarDate,
  instantOut,
  line,
  listQuery,
  locale,
  page,
  resource,
  timezone,
  uuid,
  version,
} from "@/lib/http/fields";

const tag = "Projects";

export const projectKind = z.enum(["wedding", "corporate", "birthday", "conference", "other"]);
export const projectStatus = z.enum(["draft", "active", "archived"]);

const fields = {
  name: line(200).min(1, "is empty"),
  kind: projectKind,
  status: projectStatus,
  eventDate: calendarDate.nullable(),
  timezone,
  locale,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "is not a country code such as IT")
    .meta({ description: "ISO 3166-1 alpha-2; phone numbers without a prefix belong to it" }),
};

export const project = z.object({
  ...resource,
  organizationId: uuid,
  ...fields,
  guestCount: z.number().int(),
  deletedAt: instantOut.nullable().meta({ description: "Null but in the list of what was deleted" }),
  version,
});
export type Project = z.output<typeof project>;

const createBody = z.strictObject({
  organizationId: uuid,
  name: fields.name,
  kind: projectKind.default("other"),
  status: projectStatus.default("draft"),
  eventDate: fields.eventDate.default(null),
  timezone: timezone.optional(),
  locale: locale.optional(),
  country: fields.country.optional(),
});

export const listProjects = endpoint({
  method: "GET",
  path: "/projects",
  summary: "List the projects of all organizations you belong to",
  tag,
  scope: from.self,
  permission: "projects:read",
  limit: "read",
  query: listQuery.extend({
    organizationId: uuid.optional(),
    status: projectStatus.optional(),
    deleted: z
      .enum(["true", "false"])
      .default("false")
      .transform((word) => word === "true")
      .meta({ description: "Those deleted within 30 days, instead of those that are there" }),
  }),
  output: page(project),
});

export const createProject = endpoint({
  method: "POST",
  path: "/projects",
  summary: "Create a project",
  tag,
  scope: from.body("organization", "organizationId"),
  permission: "projects:write",
  limit: "write",
  body: createBody,
  output: project,
  location: ({ id }) => `/api/projects/${id}`,
});

export const getProject = endpoint({
  method: "GET",
  path: "/projects/{id}",
  summary: "Read a project",
  tag,
  scope: from.path("project"),
  permission: "projects:read",
  limit: "read",
  output: project,
});

export const updateProject = endpoint({
  method: "PATCH",
  path: "/projects/{id}",
  summary: "Change a project",
  tag,
  scope: from.path("project"),
  permission: "projects:write",
  limit: "write",
  versioned: true,
  body: z.strictObject(fields).partial(),
  output: project,
  problems: ["stale"],
});

export const deleteProject = endpoint({
  method: "DELETE",
  path: "/projects/{id}",
  summary: "Delete a project; it can be restored for 30 days",
  tag,
  scope: from.path("project"),
  permission: "projects:delete",
  limit: "write",
  problems: ["conflict"],
});

export const restoreProject = endpoint({
  method: "POST",
  path: "/projects/{id}/restore",
  summary: "Bring a deleted project back, within 30 days",
  description: "One that is there already is answered as it is.",
  tag,
  scope: from.path("restorableProject"),
  permission: "projects:delete",
  limit: "write",
  entitlement: { limit: "guests", counted: "inside" },
  output: project,
  status: 200,
});
