import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { deletedAt, id, instant, timestamps, version } from "../columns";
import { organizationId } from "./organizations";

export const projectKinds = ["wedding", "corporate", "birthday", "conference", "other"] as const;
export const projectStatuses = ["draft", "active", "archived"] as const;

export const projects = pgTable(
  "projects",
  {
    id: id(),
    organizationId: organizationId(),
    name: text().notNull(),
    kind: text({ enum: projectKinds }).notNull().default("other"),
    status: text({ enum: projectStatuses }).notNull().default("draft"),
    eventDate: text(),
    timezone: text().notNull().default("UTC"),
    locale: text().notNull().default("en"),
    /** ISO 3166-1 alpha-2; the country that phone numbers without a prefix belong to. */
    country: text().notNull().default("US"),
    /** Kept by triggers in db/rls.sql. */
    guestCount: integer().notNull().default(0),
    version: version(),
    ...timestamps(),
    deletedAt: deletedAt(),
  },
  (t) => [
    unique("projects_tenant_key").on(t.organizationId, t.id),
    index("projects_list_index").on(t.organizationId, t.createdAt, t.id),
    check("projects_name_length", sql`char_length(${t.name}) between 1 and 200`),
    check("projects_kind", sql`${t.kind} in ('wedding','corporate','birthday','conference','other')`),
    check("projects_status", sql`${t.status} in ('draft','active','archived')`),
    check("projects_event_date", sql`${t.eventDate} ~ '^\\d{4}-\\d{2}-\\d{2}$'`),
  ],
);

export const events = pgTable(
  "events",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    name: text().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant(),
    timezone: text().notNull(),
    venueName: text(),
    address: text(),
    dressCode: text(),
    capacity: integer(),
    waitlist: boolean().notNull().default(false),
    rsvpDeadline: instant(),
    graceHours: integer().notNull().default(0),
    version: version(),
    ...timestamps(),
  },
  (t) => [
    unique("events_tenant_key").on(t.organizationId, t.id),
    index("events_project_index").on(t.projectId, t.startsAt, t.id),
    foreignKey({
      name: "events_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    check("events_name_length", sql`char_length(${t.name}) between 1 and 200`),
    check("events_capacity", sql`${t.capacity} > 0`),
    check("events_grace", sql`${t.graceHours} between 0 and 720`),
    check("events_order", sql`${t.endsAt} >= ${t.startsAt}`),
  ],
);
