import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, line, listQuery, locale, page, resource, uuid, version } from "@/lib/http/fields";
import { PALETTES } from "@/lib/scene/palettes";
import { sceneSchema } from "@/lib/scene/scene";
import { TEMPLATES } from "@/lib/scene/templates/catalogue";
import { TYPE_PAIRS } from "@/lib/scene/type-pairs";
import { labelProblem, labelWords, normalizeDomain, normalizeLabel } from "./policy";

export * from "./domain/contract";
export * from "./versions/contract";

const tag = "Sites";
const MEGABYTE = 1024 * 1024;

/** A scene as it is stored, of whatever version; `sceneSchema` says what a new one must be. */
const storedScene = z.record(z.string(), z.unknown());

const subdomain = z
  .string()
  .max(200)
  .transform(normalizeLabel)
  .superRefine((label, context) => {
    const problem = labelProblem(label);
    if (problem) context.addIssue({ code: "custom", message: labelWords[problem] });
  })
  .meta({ description: "The site's address is <subdomain>.<the sites' domain>" });

const customDomain = z
  .string()
  .min(1, "is empty")
  .max(253)
  .transform(normalizeDomain)
  .nullable()
  .meta({ description: "Served once its DNS records are right; see GET /sites/{id}/domain" });

const password = z
  .string()
  .min(4, "has fewer than 4 characters")
  .max(200)
  .nullable()
  .meta({ description: "What guests without a personal link are asked for; null asks for nothing" });

const fields = {
  name: line(200).min(1, "is empty"),
  subdomain,
  customDomain,
  password,
  locale,
  rsvpFormId: uuid.nullable().meta({ description: "Null is the project's first form" }),
  indexed: z.boolean().meta({ description: "Whether search engines may list it" }),
};

export const site = z.object({
  ...resource,
  organizationId: uuid,
  projectId: uuid,
  name: z.string(),
  subdomain: z.string(),
  customDomain: z.string().nullable(),
  customDomainStatus: z.enum(["pending", "verified", "active"]).nullable(),
  url: z.string().meta({ description: "Where guests find it" }),
  status: z.enum(["draft", "published", "unpublished"]),
  locale: z.string(),
  rsvpFormId: uuid.nullable(),
  indexed: z.boolean(),
  passwordProtected: z.boolean(),
  draftVersionId: uuid.nullable(),
  publishedVersionId: uuid.nullable(),
  publishedAt: instantOut.nullable(),
  hasChanges: z.boolean().meta({ description: "The draft differs from what is published" }),
  version,
});
export type Site = z.output<typeof site>;

export const listSites = endpoint({
  method: "GET",
  path: "/projects/{id}/sites",
  summary: "List a project's sites",
  tag,
  scope: from.path("project"),
  permission: "sites:read",
  limit: "read",
  query: listQuery,
  output: page(site),
});

export const createSite = endpoint({
  method: "POST",
  path: "/projects/{id}/sites",
  summary: "Create a site; without a scene graph it starts from a template, ready to publish",
  tag,
  scope: from.path("project"),
  permission: "sites:write",
  limit: "write",
  entitlement: { limit: "sites" },
  maxBytes: 4 * MEGABYTE,
  body: z.strictObject({
    name: fields.name,
    subdomain,
    customDomain: customDomain.default(null),
    password: password.default(null),
    locale: locale.optional().meta({ description: "By default the project's" }),
    rsvpFormId: fields.rsvpFormId.default(null),
    indexed: fields.indexed.default(false),
    template: z
      .enum(TEMPLATES.map(({ id }) => id))
      .optional()
      .meta({ description: "By default the one that suits the project's kind" }),
    palette: z.enum(PALETTES.map(({ id }) => id)).optional(),
    typePair: z.enum(TYPE_PAIRS.map(({ id }) => id)).optional(),
    sceneGraph: sceneSchema.optional(),
  }),
  output: site,
  location: ({ id, projectId }) => `/api/projects/${projectId}/sites/${id}`,
  problems: ["duplicate", "unprocessable"],
});

export const getSite = endpoint({
  method: "GET",
  path: "/projects/{id}/sites/{siteId}",
  summary: "Read a site",
  tag,
  scope: from.path("project"),
  permission: "sites:read",
  limit: "read",
  output: site,
});

export const updateSite = endpoint({
  method: "PATCH",
  path: "/projects/{id}/sites/{siteId}",
  summary: "Change a site; a published one follows at once",
  tag,
  scope: from.path("project"),
  permission: "sites:write",
  limit: "write",
  versioned: true,
  entitlement: { limit: "customDomains", counted: "inside" },
  body: z.strictObject(fields).partial(),
  output: site,
  problems: ["stale", "duplicate", "unprocessable"],
});

export const deleteSite = endpoint({
  method: "DELETE",
  path: "/projects/{id}/sites/{siteId}",
  summary: "Delete a site; its address is held for 30 days",
  tag,
  scope: from.path("project"),
  permission: "sites:write",
  limit: "write",
});

export const publishSite = endpoint({
  method: "POST",
  path: "/sites/{id}/publish",
  summary: "Publish the draft, or an earlier version; answers when the new page is served",
  tag,
  scope: from.path("site"),
  permission: "sites:publish",
  limit: "write",
  body: z.strictObject({ versionId: uuid.optional() }).optional(),
  output: site,
  status: 200,
  problems: ["unprocessable"],
});

export const unpublishSite = endpoint({
  method: "POST",
  path: "/sites/{id}/unpublish",
  summary: "Take a site off its address; guests read a polite page",
  tag,
  scope: from.path("site"),
  permission: "sites:publish",
  limit: "write",
  output: site,
  status: 200,
});

export const getSceneGraph = endpoint({
  method: "GET",
  path: "/sites/{id}/scene-graph",
  summary: "Read the scene graph that is being worked on",
  tag,
  scope: from.path("site"),
  permission: "sites:read",
  limit: "read",
  output: z.object({
    siteId: uuid,
    versionId: uuid,
    number: z.number().int(),
    sceneGraph: storedScene,
    version,
  }),
});

export const previewSite = endpoint({
  method: "POST",
  path: "/sites/{id}/preview",
  summary: "Draw the page of a scene that is not saved, as anybody or as an example household sees it",
  tag,
  scope: from.path("site"),
  permission: "sites:read",
  limit: "read",
  maxBytes: 4 * MEGABYTE,
  body: z.strictObject({
    sceneGraph: sceneSchema.optional().meta({ description: "By default the draft" }),
    versionId: uuid.optional().meta({ description: "An earlier version, instead of a scene" }),
    as: z.enum(["public", "household"]).default("public"),
  }),
  output: z.object({ html: z.string() }),
  status: 200,
  problems: ["unprocessable"],
});

export const publicSite = endpoint({
  method: "GET",
  path: "/public/sites/{subdomain}",
  summary: "Read a published site",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "public",
  output: z.object({
    id: uuid,
    name: z.string(),
    subdomain: z.string(),
    url: z.string(),
    locale: z.string(),
    passwordProtected: z.boolean(),
    publishedVersionId: uuid,
    publishedAt: instantOut,
    sceneGraph: storedScene.nullable().meta({ description: "Null while a password guards the site" }),
  }),
});
