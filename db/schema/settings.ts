import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, timestamps } from "../columns";
import { organizationId } from "./organizations";
import { events, projects } from "./projects";

const value = () => ({
  key: text().notNull(),
  value: jsonb().notNull(),
  /** Scopes below may not say otherwise; what they said before does not count meanwhile. */
  locked: boolean().notNull().default(false),
  setBy: uuid(),
  /** As they were called then, so that the page can say it without asking for people. */
  setByName: text(),
});

/** What an organization, a project or an event says of a setting. Definitions are code (lib/settings/policy.ts). */
export const settingValues = pgTable(
  "setting_values",
  {
    id: id(),
    organizationId: organizationId(),
    scope: text({ enum: ["organization", "project", "event"] }).notNull(),
    scopeId: uuid().notNull(),
    projectId: uuid(),
    eventId: uuid(),
    ...value(),
    ...timestamps(),
  },
  (t) => [
    unique("setting_values_unique").on(t.organizationId, t.scopeId, t.key),
    // A preflight asks for an origin without knowing whose it is.
    index("setting_values_origins_index").on(t.organizationId).where(sql`key = 'api.origins'`),
    foreignKey({
      name: "setting_values_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "setting_values_event",
      columns: [t.organizationId, t.eventId],
      foreignColumns: [events.organizationId, events.id],
    }).onDelete("cascade"),
    check("setting_values_scope", sql`${t.scope} in ('organization','project','event')`),
    check(
      "setting_values_row",
      sql`${t.scopeId} = case ${t.scope} when 'event' then ${t.eventId} when 'project' then ${t.projectId} else ${t.organizationId} end`,
    ),
  ],
);

/** The same for what belongs to no organization: the platform, a plan, a person. Granted to the system role only. */
export const commonSettingValues = pgTable(
  "common_setting_values",
  {
    id: id(),
    scope: text({ enum: ["platform", "plan", "user"] }).notNull(),
    /** A plan's or a person's id; the platform has the nil one. */
    scopeId: uuid().notNull(),
    ...value(),
    ...timestamps(),
  },
  (t) => [
    unique("common_setting_values_unique").on(t.scope, t.scopeId, t.key),
    check("common_setting_values_scope", sql`${t.scope} in ('platform','plan','user')`),
  ],
);
