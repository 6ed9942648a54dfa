import { and, arrayContains, eq, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { uuidv7 } from "uuidv7";
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from "@/db/schema";
import { decrypt } from "@/lib/clients/crypto";
import { env } from "@/lib/clients/env";
import { type Outcome, postOutside } from "@/lib/clients/outside/request";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { runAsJob } from "@/lib/http/job";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { purgeInParts } from "@/lib/http/spent";
import type { testWebhookEndpoint as testContract } from "../contract";
import { type DeliveryDue, deliveryDue, type Happened, type WebhookEvent } from "../events";
import { endpointById } from "../queries";
import type { redeliverWebhook as redeliverContract } from "./contract";
import { errorOf, judge, LOG_DAYS, SECRET_PURPOSE, type Verdict } from "./policy";
import { contentOf } from "./queries";

const job = "deliver-webhooks";

/**
 * Makes a delivery for every endpoint that wants to know of an event, with its body as it will be sent.
 *
 * @param messageId the event's own id: handed over twice, it is still one delivery an endpoint
 */
export async function fanOut(
  cx: Cx,
  event: WebhookEvent,
  messageId: string,
  data: Happened,
): Promise<number> {
  const wanted = await cx.tx
    .select({ id: webhookEndpoints.id })
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.status, "enabled"), arrayContains(webhookEndpoints.events, [event])));
  if (wanted.length === 0) return 0;
  const body = JSON.stringify({
    type: event,
    timestamp: cx.now.toISOString(),
    data: await contentOf(cx, event, data),
  });
  for (const { id } of wanted) await enqueue(cx, id, messageId, event, body);
  return wanted.length;
}

async function enqueue(cx: Cx, endpointId: string, messageId: string, event: string, body: string) {
  const [made] = await cx.tx
    .insert(webhookDeliveries)
    .values({ organizationId: organizationOf(cx), endpointId, messageId, event, body, nextAttemptAt: cx.now })
    .onConflictDoNothing()
    .returning({ id: webhookDeliveries.id });
  if (made) await emit(cx, { name: deliveryDue, data: { endpointId, deliveryId: made.id } });
  return made?.id ?? null;
}

/** Sends an endpoint an event of its own, `test`, whether or not it asked for any like it. */
export async function testWebhookEndpoint(cx: Cx, { params }: Input<typeof testContract>) {
  const row = await endpointById(cx, params.id);
  mustBeOn(row);
  const body = JSON.stringify({
    type: "test",
    timestamp: cx.now.toISOString(),
    data: { message: "A test of this webhook." },
  });
  const deliveryId = await enqueue(cx, row.id, uuidv7(), "test", body);
  await audit(cx, "webhook_endpoint.tested", { kind: "webhook_endpoint", id: row.id });
  return { deliveryId: deliveryId! };
}

function mustBeOn({ status }: { status: string }): void {
  if (status === "enabled") return;
  throw new AppError("conflict", { detail: "This webhook is switched off. Switch it on first." });
}

/** Sends a delivery again, once, beside whatever tries are still to come. */
export async function redeliverWebhook(cx: Cx, { params }: Input<typeof redeliverContract>) {
  const [row] = await cx.tx.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, params.id));
  if (!row) throw notFound();
  mustBeOn(await endpointById(cx, row.endpointId));
  await audit(cx, "webhook_delivery.repeated", { kind: "webhook_delivery", id: row.id });
  await emit(cx, {
    name: deliveryDue,
    data: { endpointId: row.endpointId, deliveryId: row.id, byHand: true },
  });
  return row;
}

/** Cancels what waits for an endpoint that was switched off. */
export async function cancelWaiting(cx: Cx, endpointId: string): Promise<void> {
  await cx.tx
    .update(webhookDeliveries)
    .set({ status: "cancelled", nextAttemptAt: null, updatedAt: cx.now })
    .where(and(eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.status, "pending")));
}

/**
 * One try of a delivery: reads it, calls the receiver outside of any transaction, writes down what came back. A crash in
 * between sends it again under the same id.
 *
 * @returns milliseconds until the next try; null when there is none
 */
export async function attemptDelivery(due: DeliveryDue): Promise<number | null> {
  const { organizationId, deliveryId, byHand = false } = due;
  const ready = await runAsJob(job, organizationId, (cx) => prepare(cx, deliveryId, byHand));
  if (!ready) return null;
  const outcome = await postOutside(ready.url, ready.headers, ready.body);
  const verdict = await runAsJob(job, organizationId, (cx) => conclude(cx, due, ready, outcome));
  return verdict?.verdict === "again" && !byHand ? verdict.waitMs : null;
}

/**
 * Takes away what of the log is older than LOG_DAYS, of all organizations. Their ids are UUIDv7 and begin with the
 * time, so that the primary key finds them. What still waits for a try stays.
 */
export const purgeDeliveries = (): Promise<number> =>
  purgeInParts("the log of every organization has its end", async (tx, most) => {
    const [{ end } = { end: 0 }] = await tx.execute<{ end: number }>(
      sql`select (extract(epoch from now() - make_interval(days => ${LOG_DAYS})) * 1000)::float8 as "end"`,
    );
    const before = Math.floor(end)
      .toString(16)
      .padStart(12, "0")
      .replace(/(.{8})(.{4})/, "$1-$2-7000-8000-000000000000");
    return tx.execute(sql`
      delete from webhook_deliveries where id in (
        select id from webhook_deliveries where id < ${before}::uuid and status <> 'pending' order by id limit ${most})
      returning id`);
  });

type Ready = { url: string; headers: Record<string, string>; body: string };

async function prepare(cx: Cx, deliveryId: string, byHand: boolean): Promise<Ready | null> {
  const [row] = await cx.tx
    .select({ delivery: webhookDeliveries, endpoint: webhookEndpoints })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(eq(webhookDeliveries.id, deliveryId));
  if (row?.endpoint.status !== "enabled") return null;
  const { delivery, endpoint } = row;
  if (delivery.status !== "pending" && !byHand) return null;
  const secrets = [endpoint.secretCipher];
  if (endpoint.formerSecretCipher && endpoint.formerSecretUntil! > cx.now)
    secrets.push(endpoint.formerSecretCipher);
  const sign = (cipher: string) =>
    new Webhook(decrypt(cipher, SECRET_PURPOSE)).sign(delivery.messageId, cx.now, delivery.body);
  const headers = {
    "content-type": "application/json",
    "user-agent": `${env().APP_NAME.replace(/[^\w .-]/g, "")}-webhooks/1`,
    "webhook-id": delivery.messageId,
    "webhook-timestamp": String(Math.floor(cx.now.getTime() / 1_000)),
    "webhook-signature": secrets.map(sign).join(" "),
  };
  return { url: endpoint.url, headers, body: delivery.body };
}

async function conclude(cx: Cx, due: DeliveryDue, sent: Ready, outcome: Outcome): Promise<Verdict | null> {
  const { deliveryId, endpointId, byHand = false } = due;
  const [row] = await cx.tx
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, deliveryId))
    .for("update");
  if (!row) return null;
  const [{ n } = { n: 0 }] = await cx.tx
    .select({ n: sql<number>`count(*)::int` })
    .from(webhookAttempts)
    .where(and(eq(webhookAttempts.deliveryId, deliveryId), eq(webhookAttempts.byHand, "no")));
  const verdict = judge(outcome, n + 1, deliveryId);
  const answered = "status" in outcome;
  await cx.tx.insert(webhookAttempts).values({
    organizationId: row.organizationId,
    deliveryId,
    number: row.attempts + 1,
    at: cx.now,
    byHand: byHand ? "yes" : "no",
    milliseconds: outcome.milliseconds,
    requestHeaders: sent.headers,
    responseStatus: answered ? outcome.status : null,
    responseBody: answered ? outcome.body : null,
    error: errorOf(outcome),
  });
  const isOver = verdict.verdict !== "again";
  const status = verdict.verdict === "delivered" ? "delivered" : isOver ? "failed" : row.status;
  // A try by hand that fails leaves the ones to come as they were.
  const keeps = byHand && verdict.verdict !== "delivered" && verdict.verdict !== "gone";
  await cx.tx
    .update(webhookDeliveries)
    .set({
      attempts: row.attempts + 1,
      updatedAt: cx.now,
      ...(!keeps && row.status !== "delivered" && { status }),
      ...(!keeps && { nextAttemptAt: isOver ? null : new Date(cx.now.getTime() + verdict.waitMs) }),
      ...(verdict.verdict === "delivered" && { deliveredAt: row.deliveredAt ?? cx.now }),
    })
    .where(eq(webhookDeliveries.id, deliveryId));
  if (verdict.verdict === "gone") await switchOff(cx, endpointId);
  return verdict;
}

/** The receiver wants no more: what waits for it is cancelled, and the panel says so. */
async function switchOff(cx: Cx, endpointId: string): Promise<void> {
  await cx.tx
    .update(webhookEndpoints)
    .set({ status: "disabled", disabledBecause: "gone", version: sql`${webhookEndpoints.version} + 1` })
    .where(eq(webhookEndpoints.id, endpointId));
  await cancelWaiting(cx, endpointId);
  await audit(
    cx,
    "webhook_endpoint.switched_off",
    { kind: "webhook_endpoint", id: endpointId },
    { after: { because: "gone" } },
  );
}
