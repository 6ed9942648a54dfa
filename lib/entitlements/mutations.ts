import { eq, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { organizations, plans, subscriptions } from "@/db/schema";
import { type Cx, checkVersion } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { defaultPlan } from "@/lib/http/entitlement";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, auditPlatform } from "@/lib/http/record";
import { provenScope } from "@/lib/tenancy/scope";
import type {
  choosePlan as chooseContract,
  createPlan as createContract,
  updatePlan as updateContract,
} from "./contract";
import { type LimitKey, limitKeys } from "./policy";

const whole = (limits: Partial<Record<LimitKey, number | null>>) =>
  Object.fromEntries(limitKeys.map((key) => [key, limits[key] ?? null])) as Record<LimitKey, number | null>;

/** Creates a plan. */
export async function createPlan(cx: Cx, { body }: Input<typeof createContract>) {
  const [row] = await lend(cx.tx, "system", (tx) =>
    tx
      .insert(plans)
      .values({ ...body, limits: whole(body.limits) })
      .returning(),
  );
  await auditPlatform(cx, "plan.created", { kind: "plan", id: row!.id }, { after: row });
  return row!;
}

/** Changes what the body names; a limit that is left out stays. */
export async function updatePlan(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const [before, after] = await lend(cx.tx, "system", async (tx) => {
    const [before] = await tx.select().from(plans).where(sql`${plans.id}::text = ${params.id}`).for("update");
    if (!before) throw notFound();
    checkVersion(cx, before.version);
    const [after] = await tx
      .update(plans)
      .set({
        ...body,
        limits: whole({ ...before.limits, ...body.limits }),
        version: sql`${plans.version} + 1`,
        updatedAt: cx.now,
      })
      .where(eq(plans.id, before.id))
      .returning();
    return [before, after!] as const;
  });
  await auditPlatform(cx, "plan.updated", { kind: "plan", id: after.id }, { before, after });
  return after;
}

/** Gives an organization a plan, or the installation's default back. What it has beyond the plan stays. */
export async function choosePlan(
  cx: Cx,
  { params, body }: Input<typeof chooseContract>,
): Promise<Returned<typeof chooseContract>> {
  const { planKey } = body;
  const organizationId = await lend(cx.tx, "system", async (tx) => {
    const [organization] = await tx
      .select({ id: organizations.id })
      .from(organizations)
      .where(sql`${organizations.id}::text = ${params.id} and ${organizations.deletedAt} is null`);
    if (!organization) throw notFound();
    if (planKey !== null && (await tx.$count(plans, eq(plans.key, planKey))) === 0) {
      const message = "is no plan";
      throw new AppError("invalid", {
        detail: `planKey: ${message}`,
        errors: [{ path: "planKey", message }],
      });
    }
    const own = eq(subscriptions.organizationId, organization.id);
    const [present] = await tx.select().from(subscriptions).where(own).for("update");
    if (planKey === null) await tx.delete(subscriptions).where(own);
    else {
      await tx
        .insert(subscriptions)
        .values({ organizationId: organization.id, planKey, source: "staff" })
        .onConflictDoUpdate({
          target: subscriptions.organizationId,
          set: { planKey, source: "staff", updatedAt: cx.now },
        });
    }
    // The organization is in no scope of the staff's; its log is told all the same.
    const scope = provenScope(organization.id);
    await audit(
      { ...cx, tx, scope },
      "plan.chosen",
      { kind: "organization", id: organization.id },
      {
        before: { planKey: present?.planKey ?? defaultPlan() },
        after: { planKey: planKey ?? defaultPlan() },
      },
    );
    return organization.id;
  });
  return {
    organizationId,
    planKey: planKey ?? defaultPlan(),
    source: planKey === null ? "default" : "staff",
  };
}
