import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, uuid } from "@/lib/http/fields";
import { normalizeDomain } from "../policy";

const tag = "Sites";

const records = z.array(
  z.object({
    type: z.enum(["TXT", "CNAME", "A"]),
    name: z.string(),
    value: z.string(),
    status: z.enum(["found", "missing", "different", "unknown"]),
    found: z.array(z.string()).meta({ description: "What the DNS holds instead, or as well" }),
  }),
);

export const siteDomain = z.object({
  siteId: uuid,
  domain: z.string(),
  status: z
    .enum(["pending", "verified", "active"])
    .meta({ description: "pending until the TXT record is found, active once guests are served there" }),
  error: z
    .enum([
      "unresolvable",
      "unproven",
      "pointing_nowhere",
      "pointing_elsewhere",
      "taken",
      "refused",
      "no_answer",
    ])
    .nullable(),
  message: z.string().nullable().meta({ description: "The error as a sentence" }),
  records,
  certificate: z.enum(["pending", "ready", "not_applicable"]),
  checkedAt: instantOut.nullable(),
  failingSince: instantOut.nullable().meta({ description: "An active domain is given up after three days" }),
});
export type SiteDomain = z.output<typeof siteDomain>;

export const getSiteDomain = endpoint({
  method: "GET",
  path: "/sites/{id}/domain",
  summary: "Read how far a site's own domain is, as last looked up",
  description: "A domain is asked for by the site's `customDomain`, and given up by setting that to null.",
  tag,
  scope: from.path("site"),
  permission: "sites:read",
  limit: "read",
  output: siteDomain,
});

export const verifySiteDomain = endpoint({
  method: "POST",
  path: "/sites/{id}/domain/verify",
  summary: "Look up a site's own domain now",
  tag,
  scope: from.path("site"),
  permission: "sites:write",
  limit: "write",
  output: siteDomain,
  status: 200,
});

export const validateSubdomain = endpoint({
  method: "POST",
  path: "/sites/validate-subdomain",
  summary: "Ask whether an address is free, and what would be",
  tag,
  scope: from.self,
  permission: "sites:read",
  limit: "read",
  body: z.strictObject({ subdomain: z.string().max(200) }),
  output: z.object({
    available: z.boolean(),
    reason: z
      .enum(["empty", "too_short", "too_long", "characters", "hyphens", "reserved", "look_alike", "taken"])
      .nullable(),
    message: z.string().nullable(),
    suggestions: z.array(z.string()),
  }),
  status: 200,
});

export const validateCustomDomain = endpoint({
  method: "POST",
  path: "/sites/validate-custom-domain",
  summary: "Look up the DNS records that a domain of your own needs",
  tag,
  scope: from.self,
  permission: "sites:write",
  limit: "write",
  body: z.strictObject({
    domain: z.string().max(253).transform(normalizeDomain),
    organizationId: uuid.optional().meta({ description: "Whose domain it is, for members of several" }),
  }),
  output: z.object({
    valid: z.boolean(),
    reason: z.enum(["taken"]).nullable(),
    message: z.string().nullable(),
    records,
    certificate: z.enum(["pending", "not_applicable"]),
  }),
  status: 200,
  problems: ["unprocessable"],
});
