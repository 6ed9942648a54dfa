import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, listQuery, page, resource, uuid } from "@/lib/http/fields";
import { settingKeys, settingScopes } from "./policy";

const tag = "Settings";

const key = z.enum(settingKeys, "is no setting: GET /settings/definitions lists them");
const scope = z.enum(settingScopes);
const setBy = z
  .object({ id: uuid.nullable(), name: z.string().nullable() })
  .nullable()
  .meta({ description: "Who set it, as they were called then" });

const place = {
  scope,
  scopeId: uuid.optional().meta({
    description: "The organization, project, event or plan. Left out for the platform and for yourself",
  }),
};

const definition = z.object({
  key,
  type: z.enum(["boolean", "integer", "string", "array"]),
  schema: z.record(z.string(), z.unknown()).meta({ description: "JSON Schema of the value" }),
  default: z.unknown().meta({ description: "What holds where no scope says anything" }),
  scopes: z.array(scope),
  lockable: z.boolean(),
  description: z.string().meta({ description: "What it does, for a person" }),
});
export type SettingDefinition = z.output<typeof definition>;

const resolved = z.object({
  value: z.unknown(),
  from: z.enum([...settingScopes, "default"]),
  locked: z.boolean().meta({ description: "A scope at or above `from` forbids another value below it" }),
  setBy,
  setAt: instantOut.nullable().meta({ description: "When it was set; null for the default" }),
});
export type ResolvedSetting = z.output<typeof resolved>;

export const settingValue = z.object({
  ...resource,
  key,
  scope,
  scopeId: uuid.nullable().meta({ description: "The row it holds for; null for the platform" }),
  value: z.unknown(),
  locked: z.boolean(),
  setBy,
});

export const listDefinitions = endpoint({
  method: "GET",
  path: "/settings/definitions",
  summary: "List every setting with its type, default and scopes",
  tag,
  scope: from.self,
  permission: "settings:read",
  limit: "read",
  output: z.object({ data: z.array(definition), nextCursor: z.null(), total: z.number().int() }),
});

export const resolveSettings = endpoint({
  method: "POST",
  path: "/settings/resolve",
  summary: "Tell what settings are, and why",
  description:
    "The narrowest scope that says something counts (platform, plan, organization, project, event, you), unless a wider one is locked. Without `keys` all are answered; an event brings its project and organization with it.",
  tag,
  scope: from.self,
  permission: "settings:read",
  limit: "read",
  status: 200,
  body: z.strictObject({
    keys: z.array(key).max(200).optional(),
    organizationId: uuid.optional(),
    projectId: uuid.optional(),
    eventId: uuid.optional(),
  }),
  output: z.record(z.string(), resolved),
  problems: ["not_found"],
});

export const listValues = endpoint({
  method: "GET",
  path: "/settings/values",
  summary: "List what one scope says",
  tag,
  scope: from.named("query"),
  permission: "settings:read",
  limit: "read",
  query: listQuery.extend(place),
  output: page(settingValue),
});

export const setValue = endpoint({
  method: "POST",
  path: "/settings/values",
  summary: "Set a value at a scope, or lock it there",
  description:
    "The organization's values are set by its admins, a project's and an event's by editors, those of platform and plan by the staff, your own by you. A lock forbids other values below; what was said there before does not count while it holds.",
  tag,
  scope: from.named("body"),
  permission: "settings:write",
  limit: "write",
  body: z.strictObject({ key, ...place, value: z.unknown(), locked: z.boolean().default(false) }),
  output: settingValue,
  location: ({ scope, scopeId }) =>
    `/api/settings/values?scope=${scope}${scopeId ? `&scopeId=${scopeId}` : ""}`,
  problems: ["setting_locked"],
});

export const removeValue = endpoint({
  method: "DELETE",
  path: "/settings/values",
  summary: "Take a value back; what is above holds again",
  tag,
  scope: from.named("query"),
  permission: "settings:write",
  limit: "write",
  query: z.strictObject({ key, ...place }),
  problems: ["not_found"],
});
