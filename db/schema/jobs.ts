import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, timestamps } from "../columns";
import { organizationId } from "./organizations";
import { projects } from "./projects";

export const jobKinds = ["duplicate"] as const;
export const backgroundStatuses = ["queued", "running", "done", "failed", "cancelled"] as const;

/** Work that goes on after the answer. The row is the truth: where it stands, and where a killed worker goes on. */
export const jobs = pgTable(
  "jobs",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid(),
    kind: text({ enum: jobKinds }).notNull(),
    status: text({ enum: backgroundStatuses }).notNull().default("queued"),
    done: integer().notNull().default(0),
    total: integer().notNull().default(0),
    /** What was asked for. */
    input: jsonb().notNull(),
    /** How far the worker has come, in its own words; written with what it did, in one transaction. */
    state: jsonb().notNull().default({}),
    result: jsonb(),
    /** A sentence for a person. */
    error: text(),
    createdBy: uuid(),
    finishedAt: instant(),
    ...timestamps(),
  },
  (t) => [
    unique("jobs_tenant_key").on(t.organizationId, t.id),
    index("jobs_project_index").on(t.projectId, t.id),
    index("jobs_open_index").on(t.organizationId, t.id).where(sql`status in ('queued','running')`),
    uniqueIndex("jobs_one_at_a_time").on(t.projectId, t.kind).where(sql`status in ('queued','running')`),
    foreignKey({
      name: "jobs_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    check("jobs_kind", sql`${t.kind} in ('duplicate')`),
    check("jobs_status", sql`${t.status} in ('queued','running','done','failed','cancelled')`),
  ],
);
