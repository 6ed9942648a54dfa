import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { uuid } from "@/lib/http/fields";
import { audienceCount } from "../audience/contract";

export const checkKeys = [
  "audience",
  "excluded",
  "site",
  "form",
  "subject",
  "fields",
  "link",
  "links",
  "unsubscribe",
  "size",
  "sender",
  "schedule",
  "parts",
  "template",
  "carrier",
  "consent",
  "tier",
  "halted",
] as const;

export const check = z.object({
  key: z.enum(checkKeys),
  step: z
    .number()
    .int()
    .meta({ description: "0 is the campaign itself, 1 the first step of its `fallback`" }),
  status: z.enum(["pass", "warn", "fail", "not_applicable"]),
  message: z.string(),
  fix: z.string().nullable(),
});
/** What following by another channel would come to, if nobody answered. */
const following = z.object({
  channel: z.enum(["email", "sms", "whatsapp"]),
  afterHours: z.number().int(),
  total: z.number().int().meta({ description: "Guests whom it reaches, at most" }),
  cost: z.object({ amount: z.number().int(), currency: z.string() }).nullable(),
});
export type Check = z.output<typeof check>;

const count = z.number().int();
const encoding = z.enum(["GSM-7", "UCS-2"]);

export const readiness = z.object({
  ready: z.boolean().meta({ description: "No check fails" }),
  checks: z.array(check),
  audience: audienceCount,
  parts: z
    .object({ total: count, longest: z.object({ encoding, segments: count, characters: count }) })
    .nullable()
    .meta({
      description: "By SMS: the parts of all texts together, and the longest text; null by other channels",
    }),
  cost: z.object({ amount: z.number().int(), currency: z.string() }).nullable().meta({
    description: "With what follows, at most; null where a message costs nothing by itself, as by e-mail",
  }),
  steps: z.array(following),
});

export const getReadiness = endpoint({
  method: "GET",
  path: "/projects/{id}/campaigns/readiness",
  summary: "What still stands in a campaign's way",
  tag: "Campaigns",
  scope: from.path("project"),
  permission: "campaigns:read",
  limit: "read",
  query: z.strictObject({ campaignId: uuid }),
  output: readiness,
});
