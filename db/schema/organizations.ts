import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
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
    /** What the role is narrowed to; null is everything. Owners and admins see the whole organization. */
    projectIds: uuid().array(),
    eventIds: uuid().array(),
    expiresAt: instant(),
    ...timestamps(),
  },
  (t) => [
    unique("organization_members_user_unique").on(t.organizationId, t.userId),
    uniqueIndex("organization_members_email_unique").on(t.organizationId, sql`lower(${t.email})`),
    index("organization_members_user_index").on(t.userId),
    check(
      "organization_members_role",
      sql`${t.role} in ('owner','admin','editor','viewer','door_supervisor','door')`,
    ),
    check("organization_members_status", sql`${t.status} in ('active','invited')`),
    check(
      "organization_members_narrowed",
      sql`${t.role} in ('door_supervisor','door') or (${t.eventIds} is null and (${t.projectIds} is null or ${t.role} in ('editor','viewer')))`,
    ),
    check("organization_members_owner_stays", sql`${t.role} <> 'owner' or ${t.expiresAt} is null`),
    check("organization_members_active_user", sql`${t.status} <> 'active' or ${t.userId} is not null`),
  ],
);

/**
 * A door into an organization, opened by its token: one person's, mailed to an address (`memberId` is the invited
 * row), or door staff's, whoever scans its code (`email` is null; then it says itself what it gives). The token is
 * made from the id (lib/tenancy/derived.ts); the row stays when it is used up or withdrawn, so that its link can say so.
 */
export const organizationInvitations = pgTable(
  "organization_invitations",
  {
    id: uuid()
      .primaryKey()
      .$defaultFn(() => uuidv7()),
    organizationId: organizationId(),
    memberId: uuid(),
    email: text(),
    name: text().notNull().default(""),
    role: text().$type<Role>(),
    projectIds: uuid().array(),
    eventIds: uuid().array(),
    tokenHash: text().notNull(),
    invitedBy: uuid(),
    /** After this the link opens nothing; of door staff the membership ends with it. */
    expiresAt: instant().notNull(),
    sends: integer().notNull().default(1),
    maxUses: integer().notNull().default(1),
    useCount: integer().notNull().default(0),
    withdrawnAt: instant(),
    ...timestamps(),
  },
  (t) => [
    uniqueIndex("organization_invitations_token_unique").on(t.tokenHash),
    index("organization_invitations_organization_index").on(t.organizationId, t.id),
    index("organization_invitations_member_index").on(t.memberId),
    check("organization_invitations_role", sql`${t.role} in ('door_supervisor','door')`),
    check("organization_invitations_kind", sql`(${t.email} is null) = (${t.role} is not null)`),
    check("organization_invitations_uses", sql`${t.useCount} between 0 and ${t.maxUses}`),
  ],
);

/** A program's key: `tokenHash` is the SHA-256 of `eios_…`, which is shown once and kept nowhere. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid()
      .primaryKey()
      .$defaultFn(() => uuidv7()),
    organizationId: organizationId(),
    name: text().notNull(),
    /** How the key begins, to tell keys apart. */
    prefix: text().notNull(),
    tokenHash: text().notNull(),
    scopes: text().array().notNull(),
    createdBy: uuid(),
    createdByName: text().notNull().default(""),
    expiresAt: instant(),
    lastUsedAt: instant(),
    version: version(),
    ...timestamps(),
  },
  (t) => [
    uniqueIndex("api_keys_token_unique").on(t.tokenHash),
    index("api_keys_organization_index").on(t.organizationId, t.id),
    check("api_keys_name_length", sql`char_length(${t.name}) between 1 and 120`),
  ],
);
