import { sql } from "drizzle-orm";
import { check, index, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { uuidv7 } from "uuidv7";
import { deletedAt, instant, timestamps, version } from "../columns";
import { users } from "./users";

export const roles = ["owner", "admin", "editor", "viewer", "door_supervisor", "door"] as const;
export type Role = (typeof roles)[number];

export const organizations = pgTable(
  "organizations",
  {
    id: uuid()
      .primaryKey()
      .$defaultFn(() => uuidv7()),
    name: text().notNull(),
    slug: text().notNull(),
    version: version(),
    ...timestamps(),
    deletedAt: deletedAt(),
  },
  (t) => [
    uniqueIndex("organizations_slug_unique").on(t.slug).where(sql`deleted_at is null`),
    check("organizations_name_length", sql`char_length(${t.name}) between 1 and 120`),
  ],
);

/** The tenant of a row. Every table that has it gets row-level security from db/rls.sql. */
export const organizationId = () =>
  uuid()
    .notNull()
    .references(() => organizations.id, { onDelete: "cascade" });

/** A membership, or an invitation to one until `userId` is known (status "invited"). */
export const organizationMembers = pgTable(
  "organization_members",
  {
    id: uuid()
      .primaryKey()
      .$defaultFn(() => uuidv7()),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    userId: uuid().references(() => users.id, { onDelete: "cascade" }),
    email: text().notNull(),
    name: text().notNull().default(""),
    role: text().$type<Role>().notNull(),
    status: text().$type<"active" | "invited">().notNull(),
    tokenHash: text(),
    /** What door staff are given; null is everything. Other roles see the whole organization. */
    projectIds: uuid().array(),
    eventIds: uuid().array(),
    expiresAt: instant(),
    ...timestamps(),
  },
  (t) => [
    unique("organization_members_user_unique").on(t.organizationId, t.userId),
    uniqueIndex("organization_members_email_unique").on(t.organizationId, sql`lower(${t.email})`),
    index("organization_members_user_index").on(t.userId),
    uniqueIndex("organization_members_token_unique").on(t.tokenHash),
    check(
      "organization_members_role",
      sql`${t.role} in ('owner','admin','editor','viewer','door_supervisor','door')`,
    ),
    check("organization_members_status", sql`${t.status} in ('active','invited')`),
    check(
      "organization_members_narrowed",
      sql`${t.role} in ('door_supervisor','door') or (${t.projectIds} is null and ${t.eventIds} is null)`,
    ),
    check("organization_members_active_user", sql`${t.status} <> 'active' or ${t.userId} is not null`),
  ],
);
