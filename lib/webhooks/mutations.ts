import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { webhookEndpoints } from "@/db/schema";
import { encrypt } from "@/lib/clients/crypto";
import { addressProblem, addressWords } from "@/lib/clients/outside/address";
import { leadsInside } from "@/lib/clients/outside/request";
import { type Cx, checkVersion, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit } from "@/lib/http/record";
import type {
  createWebhookEndpoint as createContract,
  deleteWebhookEndpoint as deleteContract,
  rotateWebhookSecret as rotateContract,
  updateWebhookEndpoint as updateContract,
} from "./contract";
import { cancelWaiting } from "./delivery/mutations";
import { SECRET_PURPOSE } from "./delivery/policy";
import { asEndpoint, endpointById } from "./queries";

/** A secret of 32 bytes, as the Standard Webhooks rules write it. */
const newSecret = () => `whsec_${randomBytes(32).toString("base64")}`;

/** Refuses what we would not call: by its spelling, and by where its name leads now. */
async function mustBeOutside(text: string): Promise<string> {
  const problem = addressProblem(text) ?? ((await leadsInside(text)) ? "private" : null);
  if (!problem) return new URL(text).href;
  const message = addressWords[problem];
  throw new AppError("invalid", { detail: `url: ${message}`, errors: [{ path: "url", message }] });
}

/** Adds an endpoint; its secret is answered this once and kept encrypted. */
export async function createWebhookEndpoint(cx: Cx, { body }: Input<typeof createContract>) {
  const url = await mustBeOutside(body.url);
  const secret = body.secret ?? newSecret();
  const [row] = await cx.tx
    .insert(webhookEndpoints)
    .values({
      organizationId: organizationOf(cx),
      url,
      description: body.description,
      events: body.events,
      secretCipher: encrypt(secret, SECRET_PURPOSE),
    })
    .returning();
  const after = asEndpoint(row!);
  await audit(cx, "webhook_endpoint.created", target(after.id), { after });
  return { ...after, secret };
}

const target = (id: string) => ({ kind: "webhook_endpoint", id });

/** Changes what the body names. Switched off, what waits is cancelled; switched on again, only new events are sent. */
export async function updateWebhookEndpoint(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const url = body.url === undefined ? undefined : await mustBeOutside(body.url);
  const [row] = await cx.tx
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, params.id))
    .for("update");
  if (!row) throw notFound();
  checkVersion(cx, row.version);
  const { status } = body;
  const [changed] = await cx.tx
    .update(webhookEndpoints)
    .set({
      ...body,
      ...(url && { url }),
      ...(status === "enabled" && { disabledBecause: null }),
      ...(status === "disabled" && row.status === "enabled" && { disabledBecause: "manual" as const }),
      version: sql`${webhookEndpoints.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(webhookEndpoints.id, row.id))
    .returning();
  if (status === "disabled" && row.status === "enabled") await cancelWaiting(cx, row.id);
  const [before, after] = [asEndpoint(row), asEndpoint(changed!)];
  await audit(cx, "webhook_endpoint.updated", target(row.id), { before, after });
  return after;
}

/** Removes an endpoint with everything that was sent to it. */
export async function deleteWebhookEndpoint(cx: Cx, { params }: Input<typeof deleteContract>) {
  const row = await endpointById(cx, params.id);
  await cx.tx.delete(webhookEndpoints).where(eq(webhookEndpoints.id, row.id));
  await audit(cx, "webhook_endpoint.deleted", target(row.id), { before: asEndpoint(row) });
}

/** A new secret, answered this once. For a day both sign, so that the receiver can change in its own time. */
export async function rotateWebhookSecret(cx: Cx, { params }: Input<typeof rotateContract>) {
  const secret = newSecret();
  const [row] = await cx.tx
    .update(webhookEndpoints)
    .set({
      formerSecretCipher: sql`${webhookEndpoints.secretCipher}`,
      formerSecretUntil: sql`now() + interval '24 hours'`,
      secretCipher: encrypt(secret, SECRET_PURPOSE),
      version: sql`${webhookEndpoints.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(webhookEndpoints.id, params.id))
    .returning();
  if (!row) throw notFound();
  await audit(cx, "webhook_endpoint.secret_rotated", target(row.id));
  return { ...asEndpoint(row), secret };
}
