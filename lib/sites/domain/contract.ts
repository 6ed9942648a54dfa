import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { uuid } from "@/lib/http/fields";

const tag = "Sites";

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
      .enum(["empty", "too_short", "too_long", "characters", "hyphens", "reserved", "taken"])
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
    domain: z.string().trim().toLowerCase().max(253),
    organizationId: uuid.optional().meta({ description: "Whose domain it is, for members of several" }),
  }),
  output: z.object({
    valid: z.boolean(),
    records: z.array(
      z.object({
        type: z.enum(["TXT", "CNAME"]),
        name: z.string(),
        value: z.string(),
        status: z.enum(["found", "missing", "different", "unknown"]),
        found: z.array(z.string()),
      }),
    ),
    certificate: z.enum(["pending", "not_applicable"]),
  }),
  status: 200,
  problems: ["unprocessable"],
});
