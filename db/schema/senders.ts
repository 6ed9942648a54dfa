import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant, timestamps } from "../columns";
import { organizationId } from "./organizations";

export const senderTiers = ["untrusted", "trusted", "premium"] as const;

/** How far an organization is trusted as a sender, and since when its mails are counted. Without a row it is new. */
export const senderStandings = pgTable(
  "sender_standings",
  {
    id: id(),
    organizationId: organizationId(),
    tier: text({ enum: senderTiers }).notNull().default("untrusted"),
    tierReason: text({ enum: ["new", "earned", "lost", "staff"] })
      .notNull()
      .default("new"),
    tierSince: instant().notNull().defaultNow(),
    /** Of staff, where they set it. */
    tierBy: uuid(),
    /** Its campaigns hold since then; null while they go. */
    haltedAt: instant(),
    haltedReason: text({ enum: ["bounces", "complaints"] }),
    /** Mails before this are not counted again: somebody looked at them and went on. */
    countsFrom: instant(),
    ...timestamps(),
  },
  (t) => [
    unique("sender_standings_organization_unique").on(t.organizationId),
    check("sender_standings_tier", sql`${t.tier} in ('untrusted','trusted','premium')`),
    check("sender_standings_tier_reason", sql`${t.tierReason} in ('new','earned','lost','staff')`),
    check("sender_standings_halted", sql`${t.haltedReason} in ('bounces','complaints')`),
  ],
);

/** The next moment at which a provider may be called, shared by all who send. Granted to the system role only. */
export const providerPace = pgTable("provider_pace", {
  provider: text().primaryKey(),
  nextAt: timestamp({ withTimezone: true, mode: "date", precision: 6 }).notNull().defaultNow(),
  /** Calls in a row that the provider did not answer. */
  failures: integer().notNull().default(0),
});

/** WhatsApp templates of the installation's account, as they were last read. Granted to the system role only. */
export const messageTemplates = pgTable(
  "message_templates",
  {
    /** The provider's id. */
    id: text().primaryKey(),
    name: text().notNull(),
    language: text().notNull(),
    category: text({ enum: ["marketing", "utility", "authentication"] }).notNull(),
    status: text({ enum: ["approved", "pending", "rejected", "paused", "unsubmitted"] }).notNull(),
    body: text().notNull(),
    variables: jsonb().notNull().default([]),
    /** Why Meta refused it. */
    reason: text(),
    syncedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    check("message_templates_category", sql`${t.category} in ('marketing','utility','authentication')`),
    check(
      "message_templates_status",
      sql`${t.status} in ('approved','pending','rejected','paused','unsubmitted')`,
    ),
  ],
);

/** Mails that came in, as the provider told of them; whose they are is not guessed. Granted to the system role only. */
export const receivedMails = pgTable(
  "received_mails",
  {
    id: id(),
    provider: text().notNull(),
    providerEventId: text().notNull(),
    providerMessageId: text(),
    sender: text().notNull(),
    recipients: jsonb().$type<string[]>().notNull().default([]),
    subject: text(),
    receivedAt: instant().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    unique("received_mails_provider_unique").on(t.provider, t.providerEventId),
    index("received_mails_time_index").on(t.receivedAt),
  ],
);
