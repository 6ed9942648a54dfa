import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, listQuery, page, resource, uuid } from "@/lib/http/fields";

const tag = "Webhooks";

export const webhookDelivery = z.object({
  ...resource,
  endpointId: uuid,
  messageId: uuid.meta({ description: "The webhook-id header" }),
  event: z.string(),
  status: z.enum(["pending", "delivered", "failed", "cancelled"]),
  attempts: z.number().int(),
  nextAttemptAt: instantOut.nullable(),
  deliveredAt: instantOut.nullable(),
});
export type WebhookDelivery = z.output<typeof webhookDelivery>;

const attempt = z.object({
  number: z.number().int(),
  at: instantOut,
  byHand: z.boolean(),
  milliseconds: z.number().int(),
  requestHeaders: z.record(z.string(), z.string()),
  responseStatus: z.number().int().nullable(),
  responseBody: z.string().nullable().meta({ description: "Its first 4 KB" }),
  error: z.string().nullable().meta({ description: "Why there is no answer, as a sentence" }),
});

export const listWebhookDeliveries = endpoint({
  method: "GET",
  path: "/webhook-endpoints/{id}/deliveries",
  summary: "List what was sent to an address, the newest first",
  tag,
  scope: from.path("webhookEndpoint"),
  permission: "webhooks:read",
  limit: "read",
  query: listQuery.omit({ q: true }).extend({ status: webhookDelivery.shape.status.optional() }),
  output: page(webhookDelivery),
});

export const getWebhookDelivery = endpoint({
  method: "GET",
  path: "/webhook-deliveries/{id}",
  summary: "Read a delivery with its body and every try",
  tag,
  scope: from.path("webhookDelivery"),
  permission: "webhooks:read",
  limit: "read",
  output: webhookDelivery.extend({ url: z.string(), body: z.string(), tries: z.array(attempt) }),
});

export const redeliverWebhook = endpoint({
  method: "POST",
  path: "/webhook-deliveries/{id}/redeliver",
  summary: "Send a delivery again, once, now",
  tag,
  scope: from.path("webhookDelivery"),
  permission: "webhooks:write",
  limit: "write",
  output: webhookDelivery,
  status: 202,
  problems: ["conflict"],
});
