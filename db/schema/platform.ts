import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "../columns";
import { organizationId } from "./organizations";

/** Who did what to what, written in the mutation's own transaction; a sealer chains the hashes later. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: id(),
    organizationId: organizationId(),
    at: instant().notNull().defaultNow(),
    actorKind: text().notNull(),
    actorId: text(),
    actorName: text(),
    action: text().notNull(),
    targetKind: text().notNull(),
    targetId: text(),
    projectId: uuid(),
    before: jsonb(),
    after: jsonb(),
    requestId: text().notNull(),
    ip: text(),
    hash: text(),
    previousHash: text(),
  },
  (t) => [
    index("audit_log_organization_index").on(t.organizationId, t.id),
    index("audit_log_project_index").on(t.projectId, t.id),
  ],
);

/** Events to hand to the jobs server and topics to poke, written with the change they tell of. Its id is the event's id. */
export const outbox = pgTable(
  "outbox",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid(),
    name: text().notNull(),
    data: jsonb().notNull(),
    topic: text(),
    createdAt: instant().notNull().defaultNow(),
    attempts: integer().notNull().default(0),
    sentAt: instant(),
  },
  (t) => [index("outbox_unsent_index").on(t.id).where(sql`sent_at is null`)],
);

/** The first answer to a keyed POST, kept 24 hours. Granted to the system role only. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    actor: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer(),
    headers: jsonb().$type<Record<string, string>>(),
    body: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.actor, t.key] }),
    index("idempotency_keys_age_index").on(t.createdAt),
    check("idempotency_keys_key_length", sql`char_length(${t.key}) between 1 and 255`),
  ],
);
