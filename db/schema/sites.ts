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
import { deletedAt, id, instant, timestamps, version } from "../columns";
import { organizationId } from "./organizations";
import { projects } from "./projects";

export const sites = pgTable(
  "sites",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    name: text().notNull(),
    subdomain: text().notNull(),
    customDomain: text(),
    status: text({ enum: ["draft", "published", "unpublished"] })
      .notNull()
      .default("draft"),
    locale: text().notNull().default("en"),
    /** The version being worked on. Publishing freezes it and points publishedVersionId at it. */
    draftVersionId: uuid(),
    publishedVersionId: uuid(),
    /** Null is the project's first form. */
    rsvpFormId: uuid(),
    passwordHash: text(),
    indexed: text({ enum: ["no", "yes"] })
      .notNull()
      .default("no"),
    publishedAt: instant(),
    version: version(),
    ...timestamps(),
    deletedAt: deletedAt(),
  },
  (t) => [
    unique("sites_tenant_key").on(t.organizationId, t.id),
    uniqueIndex("sites_subdomain_unique").on(t.subdomain).where(sql`deleted_at is null`),
    uniqueIndex("sites_custom_domain_unique").on(t.customDomain).where(sql`deleted_at is null`),
    index("sites_project_index").on(t.projectId, t.id),
    foreignKey({
      name: "sites_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    check("sites_status", sql`${t.status} in ('draft','published','unpublished')`),
    // RFC 1035 §2.3.1: letters, digits and inner hyphens, at most 63 octets.
    check("sites_subdomain_label", sql`${t.subdomain} ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'`),
    check("sites_published", sql`${t.status} <> 'published' or ${t.publishedVersionId} is not null`),
  ],
);

export const siteVersions = pgTable(
  "site_versions",
  {
    id: id(),
    organizationId: organizationId(),
    siteId: uuid().notNull(),
    number: integer().notNull(),
    label: text(),
    sceneGraph: jsonb().notNull(),
    createdBy: uuid(),
    publishedAt: instant(),
    version: version(),
    ...timestamps(),
  },
  (t) => [
    unique("site_versions_tenant_key").on(t.organizationId, t.id),
    unique("site_versions_number_unique").on(t.siteId, t.number),
    foreignKey({
      name: "site_versions_site",
      columns: [t.organizationId, t.siteId],
      foreignColumns: [sites.organizationId, sites.id],
    }).onDelete("cascade"),
  ],
);

/** A published version compiled to parts; one row per version, facts, locale and renderer. */
export const siteArtifacts = pgTable(
  "site_artifacts",
  {
    id: id(),
    organizationId: organizationId(),
    siteId: uuid().notNull(),
    versionId: uuid().notNull(),
    locale: text().notNull(),
    factsHash: text().notNull(),
    renderer: text().notNull(),
    parts: jsonb().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    unique("site_artifacts_key_unique").on(t.versionId, t.locale, t.factsHash, t.renderer),
    foreignKey({
      name: "site_artifacts_site",
      columns: [t.organizationId, t.siteId],
      foreignColumns: [sites.organizationId, sites.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "site_artifacts_version",
      columns: [t.organizationId, t.versionId],
      foreignColumns: [siteVersions.organizationId, siteVersions.id],
    }).onDelete("cascade"),
  ],
);
