import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { line, listQuery, page, resource, uuid, version } from "@/lib/http/fields";
import { type LimitKey, limitKeys } from "./policy";

const tag = "Plans";

const key = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, "is not a short word such as pro");
const amount = z
  .int("is not a whole number")
  .min(0, "is below 0")
  .nullable()
  .meta({ description: "Null is without limit" });
const limits = z.object(
  Object.fromEntries(limitKeys.map((name) => [name, amount])) as Record<LimitKey, typeof amount>,
);

const fields = {
  name: line(80).min(1, "is empty"),
  priceMonthly: z
    .int("is not a whole number of minor units")
    .min(0)
    .max(2_147_483_647, "is more than anybody pays")
    .meta({ description: "Minor units" }),
  currency: z.string().regex(/^[A-Z]{3}$/, "is not a currency such as EUR"),
  limits: z.strictObject(limits.shape),
  features: z.array(line(60).min(1)).max(50),
  listed: z.boolean().meta({ description: "Whether it is on offer; who has it keeps it either way" }),
};

export const plan = z.object({ ...resource, key, ...fields, limits, version });
export type Plan = z.output<typeof plan>;

const offered = z.object({
  key,
  name: z.string(),
  priceMonthly: z.int(),
  currency: z.string(),
  limits,
  features: z.array(z.string()),
});

const use = z.object({
  limit: z.number().nullable(),
  used: z.number(),
  remaining: z.number().nullable().meta({ description: "Never below 0; null where there is no limit" }),
});

export const resolveEntitlements = endpoint({
  method: "GET",
  path: "/entitlements/resolve",
  summary: "Read an organization's plan, its limits, what is used and what remains",
  tag,
  scope: from.query("organization", "organizationId"),
  permission: "org:read",
  limit: "read",
  query: z.object({ organizationId: uuid }),
  output: z.object({
    organizationId: uuid,
    plan: z.object({ key, name: z.string() }),
    limits: z.object(
      Object.fromEntries(limitKeys.map((name) => [name, use])) as Record<LimitKey, typeof use>,
    ),
    features: z.array(z.string()),
  }),
});

export const offerPlans = endpoint({
  method: "GET",
  path: "/plans",
  summary: "List the plans on offer, the cheapest first",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "public",
  output: z.object({ data: z.array(offered), nextCursor: z.null(), total: z.number().int() }),
});

export const listPlans = endpoint({
  method: "GET",
  path: "/admin/plans",
  summary: "List all plans, also those not on offer",
  tag,
  scope: from.staff,
  permission: null,
  limit: "read",
  query: listQuery,
  output: page(plan),
});

export const createPlan = endpoint({
  method: "POST",
  path: "/admin/plans",
  summary: "Create a plan",
  tag,
  scope: from.staff,
  permission: null,
  limit: "write",
  body: z.strictObject({
    key,
    name: fields.name,
    priceMonthly: fields.priceMonthly.default(0),
    currency: fields.currency.default("EUR"),
    limits: fields.limits.partial().default({}).meta({ description: "What is left out is without limit" }),
    features: fields.features.default([]),
    listed: fields.listed.default(true),
  }),
  output: plan,
  location: ({ id }) => `/api/admin/plans/${id}`,
  problems: ["duplicate"],
});

export const updatePlan = endpoint({
  method: "PATCH",
  path: "/admin/plans/{id}",
  summary: "Change a plan; whoever has it is held to it from then on, and loses nothing",
  tag,
  scope: from.staff,
  permission: null,
  limit: "write",
  versioned: true,
  body: z.strictObject({ ...fields, limits: fields.limits.partial() }).partial(),
  output: plan,
  problems: ["not_found", "stale"],
});

export const choosePlan = endpoint({
  method: "PUT",
  path: "/admin/organizations/{id}/plan",
  summary: "Give an organization a plan",
  tag,
  scope: from.staff,
  permission: null,
  limit: "write",
  body: z.strictObject({
    planKey: key.nullable().meta({ description: "Null is the installation's default" }),
  }),
  output: z.object({ organizationId: uuid, planKey: key, source: z.enum(["staff", "stripe", "default"]) }),
  problems: ["not_found"],
});
