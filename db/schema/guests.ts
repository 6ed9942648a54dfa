import { type SQL, sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { deletedAt, id, instant, timestamps, version } from "../columns";
import { organizationId } from "./organizations";
import { events, projects } from "./projects";

export const rsvpStatuses = ["none", "pending", "attending", "declined", "maybe", "waitlisted"] as const;
export const attendances = ["attending", "declined", "maybe", "waitlisted"] as const;
export const ageBands = ["adult", "child", "infant"] as const;
export const contactKinds = ["email", "phone", "whatsapp", "postal"] as const;

/** Households. One person alone has an unnamed one, so that an invite and an answer always have one owner. */
export const guestGroups = pgTable(
  "guest_groups",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    name: text().notNull().default(""),
    maxPlusOnes: integer().notNull().default(0),
    version: version(),
    ...timestamps(),
    deletedAt: deletedAt(),
  },
  (t) => [
    unique("guest_groups_tenant_key").on(t.organizationId, t.id),
    index("guest_groups_project_index").on(t.projectId, t.createdAt, t.id),
    foreignKey({
      name: "guest_groups_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    check("guest_groups_name_length", sql`char_length(${t.name}) <= 200`),
    check("guest_groups_plus_ones", sql`${t.maxPlusOnes} between 0 and 20`),
  ],
);

export const guests = pgTable(
  "guests",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    groupId: uuid().notNull(),
    firstName: text().notNull(),
    lastName: text().notNull().default(""),
    ageBand: text({ enum: ageBands }).notNull().default("adult"),
    language: text(),
    timezone: text(),
    dietary: text(),
    notes: text(),
    plusOneAllowance: integer().notNull().default(0),
    /** Set once a plus-one is named: the guest who brings them. */
    plusOneOf: uuid(),
    position: integer().notNull().default(0),
    /** Derived from guest_events by lib/rsvp alone. */
    rsvpStatus: text({ enum: rsvpStatuses }).notNull().default("none"),
    searchName: text().generatedAlwaysAs((): SQL => sql`lower(first_name || ' ' || last_name)`),
    sortName: text().generatedAlwaysAs((): SQL => sql`lower(last_name)`),
    version: version(),
    ...timestamps(),
    deletedAt: deletedAt(),
  },
  (t) => [
    unique("guests_tenant_key").on(t.organizationId, t.id),
    index("guests_list_index").on(t.projectId, t.createdAt, t.id).where(sql`deleted_at is null`),
    index("guests_status_index")
      .on(t.projectId, t.rsvpStatus, t.createdAt, t.id)
      .where(sql`deleted_at is null`),
    // By last name; of those who share it by search_name, which then goes by the first.
    index("guests_name_index").on(t.projectId, t.sortName, t.searchName, t.id).where(sql`deleted_at is null`),
    // Equality and order on a stored column are leakproof, so that row-level security lets them use an index.
    index("guests_search_name_index").on(t.projectId, t.searchName, t.id).where(sql`deleted_at is null`),
    index("guests_group_index").on(t.groupId),
    index("guests_search_index").using("gin", sql`search_name gin_trgm_ops`),
    foreignKey({
      name: "guests_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "guests_group",
      columns: [t.organizationId, t.groupId],
      foreignColumns: [guestGroups.organizationId, guestGroups.id],
    }),
    foreignKey({ name: "guests_plus_one_of", columns: [t.plusOneOf], foreignColumns: [t.id] }),
    check("guests_first_name_length", sql`char_length(${t.firstName}) between 1 and 200`),
    check("guests_last_name_length", sql`char_length(${t.lastName}) <= 200`),
    check("guests_age_band", sql`${t.ageBand} in ('adult','child','infant')`),
    check("guests_plus_ones", sql`${t.plusOneAllowance} between 0 and 20`),
    check(
      "guests_rsvp_status",
      sql`${t.rsvpStatus} in ('none','pending','attending','declined','maybe','waitlisted')`,
    ),
  ],
);

export const guestContacts = pgTable(
  "guest_contacts",
  {
    id: id(),
    organizationId: organizationId(),
    guestId: uuid().notNull(),
    kind: text({ enum: contactKinds }).notNull(),
    /** As the person wrote it, e-mail lower-cased, phone in E.164 where it is a possible number. */
    value: text().notNull(),
    /** As addresses are compared with one another. Equality on `value` takes the index of trigrams, which is slow for it. */
    address: text().generatedAlwaysAs((): SQL => sql`lower(btrim(value))`),
    label: text(),
    isPrimary: boolean().notNull().default(false),
    verifiedAt: instant(),
    suppressedAt: instant(),
    version: version(),
    ...timestamps(),
  },
  (t) => [
    unique("guest_contacts_tenant_key").on(t.organizationId, t.id),
    unique("guest_contacts_value_unique").on(t.guestId, t.kind, t.value),
    uniqueIndex("guest_contacts_primary_unique").on(t.guestId, t.kind).where(sql`is_primary`),
    index("guest_contacts_address_index").on(t.organizationId, t.kind, t.address),
    index("guest_contacts_search_index").using("gin", sql`value gin_trgm_ops`),
    foreignKey({
      name: "guest_contacts_guest",
      columns: [t.organizationId, t.guestId],
      foreignColumns: [guests.organizationId, guests.id],
    }).onDelete("cascade"),
    check("guest_contacts_kind", sql`${t.kind} in ('email','phone','whatsapp','postal')`),
    check("guest_contacts_value_length", sql`char_length(${t.value}) between 1 and 500`),
  ],
);

export const guestTags = pgTable(
  "guest_tags",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    name: text().notNull(),
    color: text().notNull().default("grey"),
    ...timestamps(),
  },
  (t) => [
    unique("guest_tags_tenant_key").on(t.organizationId, t.id),
    uniqueIndex("guest_tags_name_unique").on(t.projectId, sql`lower(name)`),
    foreignKey({
      name: "guest_tags_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    check("guest_tags_name_length", sql`char_length(${t.name}) between 1 and 60`),
  ],
);

/** A join table, not an array: array operators may use no index under row-level security. */
export const guestTagAssignments = pgTable(
  "guest_tag_assignments",
  {
    organizationId: organizationId(),
    guestId: uuid().notNull(),
    tagId: uuid().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.guestId, t.tagId] }),
    index("guest_tag_assignments_tag_index").on(t.tagId, t.guestId),
    foreignKey({
      name: "guest_tag_assignments_guest",
      columns: [t.organizationId, t.guestId],
      foreignColumns: [guests.organizationId, guests.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "guest_tag_assignments_tag",
      columns: [t.organizationId, t.tagId],
      foreignColumns: [guestTags.organizationId, guestTags.id],
    }).onDelete("cascade"),
  ],
);

/** Who is invited to what, and what they said: the one place where attendance lives. */
export const guestEvents = pgTable(
  "guest_events",
  {
    organizationId: organizationId(),
    guestId: uuid().notNull(),
    eventId: uuid().notNull(),
    invited: boolean().notNull().default(true),
    attendance: text({ enum: attendances }),
    source: text({ enum: ["guest", "host", "calendar", "import"] }),
    revisionId: uuid(),
    answeredAt: instant(),
    checkedInAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.guestId, t.eventId] }),
    index("guest_events_event_index").on(t.eventId, t.attendance, t.guestId),
    foreignKey({
      name: "guest_events_guest",
      columns: [t.organizationId, t.guestId],
      foreignColumns: [guests.organizationId, guests.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "guest_events_event",
      columns: [t.organizationId, t.eventId],
      foreignColumns: [events.organizationId, events.id],
    }).onDelete("cascade"),
    check("guest_events_attendance", sql`${t.attendance} in ('attending','declined','maybe','waitlisted')`),
    check("guest_events_source", sql`${t.source} in ('guest','host','calendar','import')`),
    check("guest_events_answer", sql`${t.attendance} is null or ${t.answeredAt} is not null`),
  ],
);

/** A guest list brought in: one reversible changeset, run by the worker. */
export const guestImports = pgTable(
  "guest_imports",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    filename: text().notNull(),
    status: text({ enum: ["queued", "running", "done", "failed", "cancelled", "undone"] })
      .notNull()
      .default("queued"),
    mapping: jsonb().notNull(),
    options: jsonb().notNull(),
    total: integer().notNull().default(0),
    done: integer().notNull().default(0),
    created: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    conflicts: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    error: text(),
    createdBy: uuid(),
    finishedAt: instant(),
    ...timestamps(),
  },
  (t) => [
    unique("guest_imports_tenant_key").on(t.organizationId, t.id),
    index("guest_imports_project_index").on(t.projectId, t.id),
    foreignKey({
      name: "guest_imports_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    check(
      "guest_imports_status",
      sql`${t.status} in ('queued','running','done','failed','cancelled','undone')`,
    ),
  ],
);

/** Every row of the file and what became of it; `before` is what an undo puts back. */
export const guestImportRows = pgTable(
  "guest_import_rows",
  {
    organizationId: organizationId(),
    importId: uuid().notNull(),
    row: integer().notNull(),
    hash: text().notNull(),
    data: jsonb().notNull(),
    outcome: text({ enum: ["new", "changed", "unchanged", "conflict", "rejected"] }),
    guestIds: uuid().array().notNull().default(sql`'{}'`),
    /** Codes of lib/guests/import/reasons.ts with what they speak of. */
    reasons: jsonb()
      .$type<{ code: string; column?: string; value?: string; row?: number }[]>()
      .notNull()
      .default([]),
    before: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.importId, t.row] }),
    foreignKey({
      name: "guest_import_rows_import",
      columns: [t.organizationId, t.importId],
      foreignColumns: [guestImports.organizationId, guestImports.id],
    }).onDelete("cascade"),
    check(
      "guest_import_rows_outcome",
      sql`${t.outcome} in ('new','changed','unchanged','conflict','rejected')`,
    ),
  ],
);
