import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { line, listQuery, page, resource, uuid, version } from "@/lib/http/fields";
import { webhookEvents } from "./events";

export * from "./delivery/contract";

const tag = "Webhooks";

const fields = {
  url: z.string().trim().min(1, "is empty").max(2_000).meta({
    description: "An https address on the open Internet; redirects are not followed",
  }),
  events: z
    .array(z.enum(webhookEvents))
    .min(1, "names no event")
    .transform((events) => [...new Set(events)]),
  description: line(200),
};

const secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, "is not whsec_ and 24 to 64 bytes in base64")
  .meta({
    description: "Signs what is sent (Standard Webhooks, v1); keep it like a password",
    examples: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  });

export const webhookEndpoint = z.object({
  ...resource,
  organizationId: uuid,
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(webhookEvents)),
  status: z.enum(["enabled", "disabled"]),
  disabledBecause: z
    .enum(["manual", "gone"])
    .nullable()
    .meta({ description: "gone: the receiver answered 410" }),
  version,
});
export type WebhookEndpoint = z.output<typeof webhookEndpoint>;
const withSecret = webhookEndpoint.extend({ secret });

export const listWebhookEndpoints = endpoint({
  method: "GET",
  path: "/orgs/{id}/webhook-endpoints",
  summary: "List where an organization is told what happens",
  tag,
  scope: from.path("organization"),
  permission: "webhooks:read",
  limit: "read",
  query: listQuery,
  output: page(webhookEndpoint),
});

export const createWebhookEndpoint = endpoint({
  method: "POST",
  path: "/orgs/{id}/webhook-endpoints",
  summary: "Add an address to be told; answers its secret, this once",
  description:
    "Each event is posted as JSON `{type, timestamp, data}` with the headers webhook-id, webhook-timestamp and " +
    "webhook-signature of the Standard Webhooks rules. Answer 2xx within 15 seconds; anything else is tried again for " +
    "three days. An event may come twice, and later ones first: webhook-id tells equal ones. 410 switches it off.",
  tag,
  scope: from.path("organization"),
  permission: "webhooks:write",
  limit: "write",
  body: z.strictObject({
    url: fields.url,
    events: fields.events,
    description: fields.description.default(""),
    secret: secret.optional(),
  }),
  output: withSecret,
  replay: false,
  location: ({ id }) => `/api/webhook-endpoints/${id}`,
});

export const getWebhookEndpoint = endpoint({
  method: "GET",
  path: "/webhook-endpoints/{id}",
  summary: "Read an address that is told",
  tag,
  scope: from.path("webhookEndpoint"),
  permission: "webhooks:read",
  limit: "read",
  output: webhookEndpoint,
});

export const updateWebhookEndpoint = endpoint({
  method: "PATCH",
  path: "/webhook-endpoints/{id}",
  summary: "Change an address that is told, or switch it on and off",
  tag,
  scope: from.path("webhookEndpoint"),
  permission: "webhooks:write",
  limit: "write",
  versioned: true,
  body: z.strictObject({ ...fields, status: webhookEndpoint.shape.status }).partial(),
  output: webhookEndpoint,
  problems: ["stale"],
});

export const deleteWebhookEndpoint = endpoint({
  method: "DELETE",
  path: "/webhook-endpoints/{id}",
  summary: "Remove an address that is told, with its log",
  tag,
  scope: from.path("webhookEndpoint"),
  permission: "webhooks:write",
  limit: "write",
});

export const rotateWebhookSecret = endpoint({
  method: "POST",
  path: "/webhook-endpoints/{id}/rotate-secret",
  summary: "Make a new secret; the old one signs beside it for 24 hours",
  tag,
  scope: from.path("webhookEndpoint"),
  permission: "webhooks:write",
  limit: "write",
  output: withSecret,
  status: 200,
  replay: false,
});

export const testWebhookEndpoint = endpoint({
  method: "POST",
  path: "/webhook-endpoints/{id}/test",
  summary: "Send a test event; its delivery is in the log",
  tag,
  scope: from.path("webhookEndpoint"),
  permission: "webhooks:write",
  limit: "write",
  output: z.object({ deliveryId: uuid }),
  status: 202,
  problems: ["conflict"],
});
