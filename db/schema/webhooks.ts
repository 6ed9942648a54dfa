import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant, timestamps, version } from "../columns";
import { organizationId } from "./organizations";

/** Where an organization wants to be told what happens. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: id(),
    organizationId: organizationId(),
    url: text().notNull(),
    description: text().notNull().default(""),
    events: text().array().notNull(),
    status: text({ enum: ["enabled", "disabled"] })
      .notNull()
      .default("enabled"),
    /** Why it is off: a person said so, or the receiver did (410). */
    disabledBecause: text({ enum: ["manual", "gone"] }),
    secretCipher: text().notNull(),
    /** The secret before the last rotation, which signs beside the new one until then. */
    formerSecretCipher: text(),
    formerSecretUntil: instant(),
    version: version(),
    ...timestamps(),
  },
  (t) => [
    unique("webhook_endpoints_tenant_key").on(t.organizationId, t.id),
    index("webhook_endpoints_organization_index").on(t.organizationId, t.id),
    check("webhook_endpoints_status", sql`${t.status} in ('enabled','disabled')`),
  ],
);

/** One event for one endpoint; `messageId` is the event's own id, the same for every endpoint and every try. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: id(),
    organizationId: organizationId(),
    endpointId: uuid().notNull(),
    messageId: uuid().notNull(),
    event: text().notNull(),
    /** The body as it is sent, byte for byte: what is signed again at a second try must be the same. */
    body: text().notNull(),
    status: text({ enum: ["pending", "delivered", "failed", "cancelled"] })
      .notNull()
      .default("pending"),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant(),
    deliveredAt: instant(),
    ...timestamps(),
  },
  (t) => [
    unique("webhook_deliveries_tenant_key").on(t.organizationId, t.id),
    unique("webhook_deliveries_message_unique").on(t.endpointId, t.messageId),
    index("webhook_deliveries_endpoint_index").on(t.endpointId, t.id),
    foreignKey({
      name: "webhook_deliveries_endpoint",
      columns: [t.organizationId, t.endpointId],
      foreignColumns: [webhookEndpoints.organizationId, webhookEndpoints.id],
    }).onDelete("cascade"),
    check("webhook_deliveries_status", sql`${t.status} in ('pending','delivered','failed','cancelled')`),
  ],
);

/** One try of a delivery: what was sent, what came back, how long it took. */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    id: id(),
    organizationId: organizationId(),
    deliveryId: uuid().notNull(),
    number: integer().notNull(),
    at: instant().notNull().defaultNow(),
    byHand: text({ enum: ["no", "yes"] })
      .notNull()
      .default("no"),
    milliseconds: integer().notNull(),
    requestHeaders: jsonb().$type<Record<string, string>>().notNull(),
    /** Null where nothing came back. */
    responseStatus: integer(),
    responseBody: text(),
    error: text(),
  },
  (t) => [
    index("webhook_attempts_delivery_index").on(t.deliveryId, t.number),
    foreignKey({
      name: "webhook_attempts_delivery",
      columns: [t.organizationId, t.deliveryId],
      foreignColumns: [webhookDeliveries.organizationId, webhookDeliveries.id],
    }).onDelete("cascade"),
  ],
);
