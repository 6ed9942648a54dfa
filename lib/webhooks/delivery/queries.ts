import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from "@/db/schema";
import { getGuest as guestContract } from "@/lib/guests/contract";
import { getGuest } from "@/lib/guests/queries";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { listTable } from "@/lib/http/list";
import { AppError, notFound } from "@/lib/http/problem";
import { getCampaign as campaignContract } from "@/lib/messaging/contract";
import { getCampaign } from "@/lib/messaging/queries";
import { getSubmission as submissionContract } from "@/lib/rsvp/contract";
import { getSubmission } from "@/lib/rsvp/queries";
import { site } from "@/lib/sites/contract";
import { siteById } from "@/lib/sites/queries";
import type { Happened, WebhookEvent } from "../events";
import type { getWebhookDelivery as getContract, listWebhookDeliveries as listContract } from "./contract";

/** A page of what was sent to an endpoint, the newest first. */
export async function listWebhookDeliveries(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  return listTable(cx.tx, {
    ...{ table: webhookDeliveries, query, by: ["-createdAt"] },
    matches: and(
      eq(webhookDeliveries.endpointId, params.id),
      query.status ? eq(webhookDeliveries.status, query.status) : undefined,
    ),
  });
}

/** One delivery with its body and every try. Throws not_found. */
export async function getWebhookDelivery(
  cx: Cx,
  { params }: Input<typeof getContract>,
): Promise<Returned<typeof getContract>> {
  const [row] = await cx.tx
    .select({ delivery: webhookDeliveries, url: webhookEndpoints.url })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(eq(webhookDeliveries.id, params.id));
  if (!row) throw notFound();
  const tries = await cx.tx
    .select()
    .from(webhookAttempts)
    .where(eq(webhookAttempts.deliveryId, params.id))
    .orderBy(asc(webhookAttempts.at), asc(webhookAttempts.id));
  return {
    ...row.delivery,
    url: row.url,
    tries: tries.map((one) => ({ ...one, byHand: one.byHand === "yes" })),
  };
}

/** What an event is about, as the API answers it now; its ids alone where it is gone already. */
export async function contentOf(
  cx: Cx,
  event: WebhookEvent,
  data: Happened,
): Promise<Record<string, unknown>> {
  const { organizationId: _, ...ids } = data;
  const given = (name: string) => ({ params: { id: String(data[name]) }, query: {}, body: undefined });
  // Through the contract's own schema, which leaves out what the API does not say.
  const said = (contract: { output?: z.ZodType }, row: unknown) =>
    z.record(z.string(), z.unknown()).parse(contract.output!.parse(row));
  try {
    switch (event) {
      case "rsvp.submitted":
        return said(submissionContract, await getSubmission(cx, given("submissionId")));
      case "guest.created":
        return said(guestContract, await getGuest(cx, given("guestId")));
      case "campaign.sent":
        return said(campaignContract, await getCampaign(cx, given("campaignId")));
      case "site.published":
      case "site.unpublished":
        return site.parse(await siteById(cx, String(data.siteId)));
      default:
        return ids;
    }
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return ids;
    throw error;
  }
}
