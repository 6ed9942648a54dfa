import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantIn, instantOut, line, listQuery, page, resource, uuid, version } from "@/lib/http/fields";
import { can, permissions } from "@/lib/tenancy/can";

const tag = "API keys";

/** What a key may hold: an admin's permissions. Ownership is for people. */
export const keyScopes = permissions.filter((permission) => can("admin", permission));
const scopes = z
  .array(z.enum(permissions))
  .min(1, "is empty")
  .max(permissions.length)
  .refine((given) => given.every((one) => keyScopes.includes(one)), "names what no key may do")
  .transform((given) => [...new Set(given)]);

export const apiKey = z.object({
  ...resource,
  organizationId: uuid,
  name: z.string(),
  prefix: z.string().meta({ description: "How the key begins, to tell keys apart" }),
  scopes: z.array(z.enum(permissions)),
  createdByName: z.string(),
  expiresAt: instantOut.nullable(),
  lastUsedAt: instantOut.nullable(),
  version,
});
export type ApiKey = z.output<typeof apiKey>;

const fields = { name: line(120).min(1, "is empty"), scopes, expiresAt: instantIn.nullable() };

export const listApiKeys = endpoint({
  method: "GET",
  path: "/orgs/{id}/api-keys",
  summary: "List an organization's API keys, the newest first",
  tag,
  scope: from.path("organization"),
  permission: "keys:read",
  limit: "read",
  query: listQuery,
  output: page(apiKey),
});

export const createApiKey = endpoint({
  method: "POST",
  path: "/orgs/{id}/api-keys",
  summary: "Make an API key; the answer shows it, this once",
  description:
    "Send it as `Authorization: Bearer eios_…`. Its scopes are permissions of this organization, at most one's own: " +
    "outside of them a request is 403, in another organization 404, after its end or revocation 401.",
  tag,
  scope: from.path("organization"),
  permission: "keys:write",
  limit: "write",
  replay: false,
  body: z.strictObject({ ...fields, expiresAt: fields.expiresAt.default(null) }),
  output: apiKey.extend({ key: z.string().meta({ description: "Shown once, kept nowhere" }) }),
  location: ({ organizationId }) => `/api/orgs/${organizationId}/api-keys`,
});

export const updateApiKey = endpoint({
  method: "PATCH",
  path: "/api-keys/{id}",
  summary: "Change an API key's name, scopes or end",
  tag,
  scope: from.path("apiKey"),
  permission: "keys:write",
  limit: "write",
  versioned: true,
  body: z.strictObject(fields).partial(),
  output: apiKey,
  problems: ["stale"],
});

export const revokeApiKey = endpoint({
  method: "DELETE",
  path: "/api-keys/{id}",
  summary: "Revoke an API key; it opens nothing from the next request on",
  tag,
  scope: from.path("apiKey"),
  permission: "keys:write",
  limit: "write",
});
