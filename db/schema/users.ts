import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, timestamps } from "../columns";

// These tables belong to people, not to organizations: they are granted to the system role only (db/rls.sql).

export const users = pgTable(
  "users",
  {
    id: id(),
    email: text().notNull(),
    emailVerified: instant(),
    name: text().notNull().default(""),
    image: text(),
    locale: text().notNull().default("en"),
    timezone: text().notNull().default("UTC"),
    platformRole: text().$type<"staff">(),
    ...timestamps(),
  },
  (t) => [
    uniqueIndex("users_email_unique").on(sql`lower(${t.email})`),
    check("users_platform_role", sql`${t.platformRole} in ('staff')`),
  ],
);

/** Accounts at sign-in providers, in the columns that Auth.js expects of its adapter. */
export const accounts = pgTable(
  "accounts",
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    type: text().notNull(),
    provider: text().notNull(),
    providerAccountId: text().notNull(),
    refresh_token: text("refresh_token"),
    access_token: text("access_token"),
    expires_at: integer("expires_at"),
    token_type: text("token_type"),
    scope: text(),
    id_token: text("id_token"),
    session_state: text("session_state"),
  },
  (t) => [primaryKey({ columns: [t.provider, t.providerAccountId] })],
);

/** `sessionToken` is the SHA-256 of what the cookie or bearer token says; the token itself is kept nowhere. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    sessionToken: text().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expires: instant().notNull(),
    userAgent: text(),
    ip: text(),
    /** Where the front in front of us says the address is ("Turin, IT"); null where it says nothing. */
    place: text(),
    lastSeenAt: instant().notNull().defaultNow(),
    ...timestamps(),
  },
  (t) => [uniqueIndex("sessions_token_unique").on(t.sessionToken), index("sessions_user_index").on(t.userId)],
);

/**
 * One sign-in mail: a link and a 6-digit code, either finishes it once; only an address's newest row counts. Both
 * are made from the row's id (lib/tenancy/derived.ts), so that the mail can be sent again and no secret lies here.
 */
export const signInCodes = pgTable(
  "sign_in_codes",
  {
    id: id(),
    email: text().notNull(),
    linkHash: text().notNull(),
    name: text().notNull().default(""),
    returnTo: text(),
    attempts: integer().notNull().default(0),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
    /** Null until the mail server took the mail: a row is its own outbox. */
    sentAt: instant(),
    ...timestamps(),
  },
  (t) => [
    index("sign_in_codes_email_index").on(t.email, t.id),
    index("sign_in_codes_unsent_index").on(t.id).where(sql`sent_at is null`),
    uniqueIndex("sign_in_codes_link_unique").on(t.linkHash),
  ],
);
