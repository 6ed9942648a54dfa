import { type SQL, sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "../columns";
import { organizationId } from "./organizations";

/** Who did what to what, when and from where: what every trail holds. */
const trail = () => ({
  at: instant().notNull().defaultNow(),
  actorKind: text().notNull(),
  actorId: text(),
  actorName: text(),
  action: text().notNull(),
  targetKind: text().notNull(),
  targetId: text(),
  before: jsonb(),
  after: jsonb(),
  requestId: text().notNull(),
  ip: text(),
});

/** Who did what to what, written in the mutation's own transaction; a sealer chains them later (lib/audit/sealing). */
export const auditLog = pgTable(
  "audit_log",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid(),
    ...trail(),
    /** The names a row may show of what it is about, so that a search finds "Maja" and not every `updatedAt`. */
    search: text().generatedAlwaysAs(
      (): SQL => sql`lower(
      coalesce(action, '') || ' ' ||
      coalesce(actor_name, '') || ' ' ||
      coalesce(target_id, '') || ' ' ||
      coalesce(request_id, '') || ' ' ||
      coalesce(before->>'name', '') || ' ' ||
      coalesce(before->>'firstName', '') || ' ' ||
      coalesce(before->>'lastName', '') || ' ' ||
      coalesce(before->>'email', '') || ' ' ||
      coalesce(before->>'key', '') || ' ' ||
      coalesce(before->>'subdomain', '') || ' ' ||
      coalesce(after->>'name', '') || ' ' ||
      coalesce(after->>'firstName', '') || ' ' ||
      coalesce(after->>'lastName', '') || ' ' ||
      coalesce(after->>'email', '') || ' ' ||
      coalesce(after->>'key', '') || ' ' ||
      coalesce(after->>'subdomain', ''))`,
    ),
    /** Its place in the organization's chain, from 1; null until it is sealed. */
    position: integer(),
    hash: text(),
    previousHash: text(),
  },
  (t) => [
    index("audit_log_organization_index").on(t.organizationId, t.id),
    index("audit_log_unsealed_index").on(t.organizationId, t.id).where(sql`position is null`),
    unique("audit_log_position_unique").on(t.organizationId, t.position),
    check("audit_log_sealed", sql`(${t.position} is null) = (${t.hash} is null)`),
    index("audit_log_project_index").on(t.projectId, t.id),
    // Tests of a message are counted by the day and by the month.
    index("audit_log_tests_index").on(t.organizationId, t.at).where(sql`action = 'campaign.tested'`),
    index("audit_log_search_index").using("gin", sql`search gin_trgm_ops`),
  ],
);

/**
 * Who did what to what belongs to no organization: plans, the installation's settings, a person's own. Read by the
 * staff; granted to the system role only.
 */
export const platformLog = pgTable(
  "platform_log",
  {
    id: id(),
    ...trail(),
  },
  (t) => [index("platform_log_actor_index").on(t.actorId, t.id)],
);

/** Where an organization's chain ends: how many rows are sealed, and the last one's hash. */
export const auditHeads = pgTable("audit_heads", {
  organizationId: organizationId().primaryKey(),
  position: integer().notNull(),
  hash: text().notNull(),
  sealedAt: instant().notNull().defaultNow(),
});

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

/** When each part that works by itself was last seen at work: the jobs server's minute, for the doctor. */
export const heartbeats = pgTable("heartbeats", {
  name: text().primaryKey(),
  at: instant().notNull().defaultNow(),
});
