import { asc, count, eq, sql } from "drizzle-orm";
import { lend, readTenant, type Tx } from "@/db/client";
import { plans } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { planOf, usageOf } from "@/lib/http/entitlement";
import { keyset, pageOf } from "@/lib/http/keyset";
import { emptyScope } from "@/lib/tenancy/scope";
import type {
  listPlans as listContract,
  offerPlans as offerContract,
  resolveEntitlements as resolveContract,
} from "./contract";
import { type LimitKey, limitKeys } from "./policy";

/** An organization's plan with what it uses of each limit. */
export async function resolveEntitlements(
  cx: Cx,
  { query }: Input<typeof resolveContract>,
): Promise<Returned<typeof resolveContract>> {
  const { organizationId } = query;
  const plan = await planOf(cx.tx, organizationId);
  const used = await usageOf(cx.tx, organizationId);
  const limits = Object.fromEntries(
    limitKeys.map((key) => {
      const limit = plan.limits[key] ?? null;
      return [
        key,
        { limit, used: used[key], remaining: limit === null ? null : Math.max(0, limit - used[key]) },
      ];
    }),
  ) as Record<LimitKey, { limit: number | null; used: number; remaining: number | null }>;
  return { organizationId, plan: { key: plan.key, name: plan.name }, limits, features: plan.features };
}

/** The plans on offer, the cheapest first. */
const onOffer = (tx: Tx) =>
  tx.select().from(plans).where(eq(plans.listed, true)).orderBy(asc(plans.priceMonthly), asc(plans.key));

/** The price list. */
export async function offerPlans(
  cx: Cx,
  _: Input<typeof offerContract>,
): Promise<Returned<typeof offerContract>> {
  const data = await onOffer(cx.tx);
  return { data, nextCursor: null, total: data.length };
}

export type PriceList = Awaited<ReturnType<typeof onOffer>>;

/** The price list as the landing page shows it; nobody's limit counts whoever opens that page. */
export const priceList = (): Promise<PriceList> => readTenant(emptyScope, onOffer);

/** A page of all plans. */
export async function listPlans(
  cx: Cx,
  { query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "priceMonthly";
  const order = keyset(
    sort,
    query.cursor,
    {
      priceMonthly: [{ expression: sql`${plans.priceMonthly}`, cast: "integer" }],
      createdAt: [{ expression: sql`${plans.createdAt}`, cast: "timestamptz" }],
      name: [{ expression: sql`lower(${plans.name})`, cast: "text" }],
    },
    sql`${plans.id}`,
  );
  const q = query.q?.toLowerCase() ?? "";
  const matches = sql`position(${q} in lower(${plans.key} || ' ' || ${plans.name})) > 0`;
  return lend(cx.tx, "system", async (tx) => {
    const rows = await tx
      .select({
        id: plans.id,
        key: plans.key,
        name: plans.name,
        priceMonthly: plans.priceMonthly,
        currency: plans.currency,
        limits: plans.limits,
        features: plans.features,
        listed: plans.listed,
        version: plans.version,
        createdAt: plans.createdAt,
        updatedAt: plans.updatedAt,
        position: order.position,
      })
      .from(plans)
      .where(sql`${matches} and ${order.after}`)
      .orderBy(order.orderBy)
      .limit(query.limit + 1);
    const [counted] = await tx.select({ n: count() }).from(plans).where(matches);
    return { ...pageOf(rows, query.limit, sort), total: counted!.n };
  });
}
