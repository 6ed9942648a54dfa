import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, line, listQuery, page, resource, uuid, version } from "@/lib/http/fields";
import { sceneSchema } from "@/lib/scene/scene";

const tag = "Sites";
const MAX_BYTES = 4 * 1024 * 1024;

const listed = z.object({
  ...resource,
  siteId: uuid,
  number: z.number().int(),
  label: z.string().nullable(),
  createdBy: uuid.nullable(),
  publishedAt: instantOut.nullable(),
  isDraft: z.boolean(),
  isPublished: z.boolean(),
  version,
});

export const siteVersion = listed.extend({ sceneGraph: z.record(z.string(), z.unknown()) });
export type SiteVersion = z.output<typeof siteVersion>;

export const listVersions = endpoint({
  method: "GET",
  path: "/sites/{id}/versions",
  summary: "List a site's versions without their scenes, the newest first",
  tag,
  scope: from.path("site"),
  permission: "sites:read",
  limit: "read",
  query: listQuery,
  output: page(listed),
});

export const createVersion = endpoint({
  method: "POST",
  path: "/sites/{id}/versions",
  summary: "Keep a snapshot of the draft, or go on from a given scene or an earlier version",
  description:
    "With `sceneGraph` or `versionId` the new version is the draft from now on. With neither it is a snapshot of the " +
    "draft, which is worked on as before.",
  tag,
  scope: from.path("site"),
  permission: "sites:write",
  limit: "write",
  maxBytes: MAX_BYTES,
  body: z.strictObject({
    label: line(200).nullable().default(null),
    sceneGraph: sceneSchema.optional(),
    versionId: uuid.optional().meta({ description: "The version to restore" }),
  }),
  output: siteVersion,
  location: ({ id, siteId }) => `/api/sites/${siteId}/versions/${id}`,
  problems: ["unprocessable"],
});

export const getVersion = endpoint({
  method: "GET",
  path: "/sites/{id}/versions/{versionId}",
  summary: "Read a version with its scene graph",
  tag,
  scope: from.path("site"),
  permission: "sites:read",
  limit: "read",
  output: siteVersion,
});

export const putSceneGraph = endpoint({
  method: "PUT",
  path: "/sites/{id}/versions/{versionId}/scene-graph",
  summary: "Replace the scene graph of a version that was never published",
  tag,
  scope: from.path("site"),
  permission: "sites:write",
  limit: "write",
  maxBytes: MAX_BYTES,
  versioned: true,
  body: z.strictObject({ sceneGraph: sceneSchema }),
  output: siteVersion,
  problems: ["stale", "conflict", "unprocessable"],
});
