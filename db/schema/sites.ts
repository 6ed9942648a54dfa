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
    /** The label as an eye reads it: letters that look alike are one (shapeOf in lib/sites/policy.ts says the same). */
    subdomainShape: text().generatedAlwaysAs(
      sql`replace(replace(translate(subdomain, '015', 'ols'), 'rn', 'm'), 'vv', 'w')`,
    ),
    /** The host's own domain once it is active: links are made with it. What is on its way stands in site_domains. */
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
    index("sites_subdomain_shape_index").on(t.subdomainShape),
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

/** Labels that a site had before: held for it for 30 days, in which they lead to where it is now. */
export const siteFormerAddresses = pgTable(
  "site_former_addresses",
  {
    id: id(),
    organizationId: organizationId(),
    siteId: uuid().notNull(),
    subdomain: text().notNull(),
    releasedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    index("site_former_addresses_subdomain_index").on(t.subdomain, t.releasedAt),
    foreignKey({
      name: "site_former_addresses_site",
      columns: [t.organizationId, t.siteId],
      foreignColumns: [sites.organizationId, sites.id],
    }).onDelete("cascade"),
  ],
);

export const domainStatuses = ["pending", "verified", "active"] as const;
export const domainErrors = [
  "unresolvable",
  "unproven",
  "pointing_nowhere",
  "pointing_elsewhere",
  "taken",
  "refused",
  "no_answer",
] as const;

/** A domain of the host's own, from the wish to the served page; at most one a site. */
export const siteDomains = pgTable(
  "site_domains",
  {
    id: id(),
    organizationId: organizationId(),
    siteId: uuid().notNull(),
    domain: text().notNull(),
    status: text({ enum: domainStatuses }).notNull().default("pending"),
    error: text({ enum: domainErrors }),
    /** The records as the DNS had them at the last look, and what the platform asks for besides. */
    records: jsonb().notNull().default([]),
    checkedAt: instant(),
    /** When it is looked at again; later and later while nothing changes. */
    nextCheckAt: instant().notNull().defaultNow(),
    checks: integer().notNull().default(0),
    /** Since when an active one is no longer in order. */
    failingSince: instant(),
    activatedAt: instant(),
    ...timestamps(),
  },
  (t) => [
    unique("site_domains_site_unique").on(t.siteId),
    // Whoever proves it has it; a mere wish keeps nobody out.
    uniqueIndex("site_domains_domain_unique").on(t.domain).where(sql`status <> 'pending'`),
    index("site_domains_due_index").on(t.nextCheckAt),
    foreignKey({
      name: "site_domains_site",
      columns: [t.organizationId, t.siteId],
      foreignColumns: [sites.organizationId, sites.id],
    }).onDelete("cascade"),
    check("site_domains_status", sql`${t.status} in ('pending','verified','active')`),
  ],
);
