import { type SQL, sql } from "drizzle-orm";
import { lend, type Tx } from "@/db/client";
import { env } from "@/lib/clients/env";
import type { LimitKey } from "@/lib/entitlements/policy";
import { type Cx, organizationOf } from "./cx";
import type { Contract } from "./endpoint";
import { AppError } from "./problem";

/**
 * What an organization uses of each limit. Door staff cost no seat; what is deleted counts no more. Counted as the
 * system: a member narrowed to one project takes of what the whole organization uses.
 */
const used: Record<LimitKey, (organizationId: string) => SQL> = {
  guests: (id) => sql`
    select coalesce(sum(guest_count), 0) from projects where organization_id = ${id} and deleted_at is null`,
  sites: (id) => sql`
    select count(*) from sites s join projects p on p.id = s.project_id
     where s.organization_id = ${id} and s.deleted_at is null and p.deleted_at is null`,
  // Those still to be proved take their place too, or ten could wait for the last one.
  customDomains: (id) => sql`
    select count(*) from site_domains d join sites s on s.id = d.site_id join projects p on p.id = s.project_id
     where d.organization_id = ${id} and s.deleted_at is null and p.deleted_at is null`,
  members: (id) => sql`
    select count(*) from organization_members
     where organization_id = ${id} and role not in ('door', 'door_supervisor')
       and (expires_at is null or expires_at > now())`,
  emailsPerMonth: (id) => messages(id, "email"),
  // WhatsApp is paid by the message as SMS is, and takes of the same limit; so does a test of either.
  smsPerMonth: (id) => sql`(${messages(id, "sms", "whatsapp")}) + (${tests(id)})`,
  // Photos have no table yet.
  photoBytes: () => sql`select 0`,
};

const thisMonth = sql`date_trunc('month', now() at time zone 'UTC') at time zone 'UTC'`;

// What hosts send from their own phones is nobody's cost.
const messages = (id: string, ...channels: string[]) => sql`
  select count(*) from message_jobs j
   where organization_id = ${id} and channel = any (${`{${channels.join(",")}}`}::text[]) and status not in ('suppressed', 'cancelled')
     and not exists (select from messaging_campaigns c where c.id = j.campaign_id and c.sender = 'host')
     and created_at >= ${thisMonth}`;

const tests = (id: string) => sql`
  select count(*) from audit_log
   where organization_id = ${id} and action = 'campaign.tested' and after->>'channel' in ('sms', 'whatsapp')
     and at >= ${thisMonth}`;

type Plan = {
  id: string;
  key: string;
  name: string;
  limits: Record<LimitKey, number | null>;
  features: string[];
};

/** The plan of organizations that have chosen none: an installation that sells nothing limits nothing. */
export const defaultPlan = (): string => (env().STRIPE_SECRET_KEY ? "free" : "unlimited");

/** The plan an organization has. */
export async function planOf(tx: Tx, organizationId: string): Promise<Plan> {
  const [plan] = await tx.execute<Plan>(sql`
    select id, key, name, limits, features from plans
     where key = coalesce((select plan_key from subscriptions where organization_id = ${organizationId}), ${defaultPlan()})`);
  if (!plan) throw new Error(`There is no plan ${defaultPlan()}: run the migrations.`);
  return plan;
}

/** What an organization uses of every limit, in one statement. */
export async function usageOf(tx: Tx, organizationId: string): Promise<Record<LimitKey, number>> {
  const columns = Object.entries(used).map(
    ([key, count]) => sql`(${count(organizationId)})::float8 as ${sql.identifier(key)}`,
  );
  const [row] = await lend(tx, "system", (system) =>
    system.execute<Record<LimitKey, number>>(sql`select ${sql.join(columns, sql`, `)}`),
  );
  return row!;
}

/**
 * Takes places of a limit for what this transaction is about to create. Of two transactions at the last place the
 * second waits here for the first and then counts again, so that one of them wins. Nothing is ever deleted: a plan
 * below present use refuses what is new.
 *
 * @throws AppError limit_reached (402) with the limit, its use and the plan that raises it
 */
export async function take(cx: Cx, limit: LimitKey, amount: number): Promise<void> {
  if (amount <= 0) return;
  const organizationId = organizationOf(cx);
  const plan = await planOf(cx.tx, organizationId);
  const max = plan.limits[limit];
  if (max === null || max === undefined) return;
  // The count is a statement of its own after the lock: it sees what the one before committed.
  await cx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${limit} of ${organizationId}`}, 0))`,
  );
  const [row] = await lend(cx.tx, "system", (tx) =>
    tx.execute<{ n: number }>(sql`select (${used[limit](organizationId)})::float8 as n`),
  );
  const present = row!.n;
  if (present + amount <= max) return;
  throw refusal({
    limit,
    max,
    used: present,
    asked: amount,
    plan,
    next: await planFor(cx.tx, limit, present + amount),
  });
}

/** The cheapest plan on offer under which so much would fit. */
async function planFor(tx: Tx, limit: LimitKey, needed: number) {
  const [plan] = await tx.execute<{ key: string; name: string; limit: number | null }>(sql`
    select key, name, (limits->>${limit})::float8 as "limit" from plans
     where listed and coalesce((limits->>${limit})::float8, 'infinity') >= ${needed}
     order by price_monthly, key limit 1`);
  return plan ?? null;
}

const nouns: Record<LimitKey, string> = {
  guests: "guests",
  emailsPerMonth: "mails a month",
  smsPerMonth: "SMS and WhatsApp messages a month",
  sites: "sites",
  members: "members",
  photoBytes: "bytes of photos",
  customDomains: "domains of your own",
};

function refusal(found: {
  limit: LimitKey;
  max: number;
  used: number;
  asked: number;
  plan: Plan;
  next: { key: string; name: string; limit: number | null } | null;
}): AppError {
  const { limit, max, asked, plan, next } = found;
  const n = (value: number) => value.toLocaleString("en");
  const raise = next
    ? `${next.name} holds ${next.limit === null ? "as many as you like" : n(next.limit)}.`
    : "No plan on offer holds so many; ask us.";
  return new AppError("limit_reached", {
    detail:
      `Your plan, ${plan.name}, holds ${n(max)} ${nouns[limit]}. ` +
      `${n(found.used)} are in use, and this would be ${n(asked)} more. ${raise}`,
    meta: {
      limit,
      max,
      used: found.used,
      asked,
      plan: { key: plan.key, name: plan.name },
      raisedBy: next && { key: next.key, name: next.name, max: next.limit },
    },
  });
}

/** The pipeline's step: what a contract declares to take is taken before its function runs. */
export async function entitle(contract: Contract, cx: Cx, input: { body: unknown }): Promise<void> {
  const { entitlement } = contract;
  if (!entitlement || entitlement.counted === "inside") return;
  await take(cx, entitlement.limit, entitlement.amount?.(input.body as never) ?? 1);
}
