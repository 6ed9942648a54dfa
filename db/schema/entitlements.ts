import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { LimitKey } from "@/lib/entitlements/policy";
import { id, timestamps, version } from "../columns";
import { organizationId } from "./organizations";

/** What an organization may buy. They are data (db/plans.sql brings the first ones); everybody may read them. */
export const plans = pgTable(
  "plans",
  {
    id: id(),
    key: text().notNull(),
    name: text().notNull(),
    /** Minor units of the currency. */
    priceMonthly: integer().notNull(),
    currency: text().notNull(),
    /** Null is without limit. */
    limits: jsonb().$type<Record<LimitKey, number | null>>().notNull(),
    features: jsonb().$type<string[]>().notNull().default([]),
    /** Whether it is offered; one that is not stays with those who have it. */
    listed: boolean().notNull().default(true),
    version: version(),
    ...timestamps(),
  },
  (t) => [
    unique("plans_key_unique").on(t.key),
    check("plans_key_form", sql`${t.key} ~ '^[a-z][a-z0-9_-]{0,39}$'`),
    check("plans_price", sql`${t.priceMonthly} >= 0`),
    check("plans_currency", sql`${t.currency} ~ '^[A-Z]{3}$'`),
  ],
);

/** The plan an organization has; without a row it is the installation's (lib/http/entitlement.ts). */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: id(),
    organizationId: organizationId(),
    planKey: text()
      .notNull()
      .references(() => plans.key, { onUpdate: "cascade" }),
    /** Who keeps it: somebody of the staff, or the payments. */
    source: text({ enum: ["staff", "stripe"] }).notNull(),
    ...timestamps(),
  },
  (t) => [
    unique("subscriptions_organization_unique").on(t.organizationId),
    check("subscriptions_source", sql`${t.source} in ('staff','stripe')`),
  ],
);
