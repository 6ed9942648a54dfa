import { and, asc, eq, ilike, isNull, sql } from "drizzle-orm";
import { readSystem } from "@/db/client";
import { events, organizations, projects, sites, siteVersions } from "@/db/schema";
import { siteOrigin } from "@/lib/clients/env";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import { compile } from "@/lib/scene/compile";
import type { Facts } from "@/lib/scene/facts";
import { fill } from "@/lib/scene/fill";
import { type Theme, themeSchema } from "@/lib/scene/theme";
import type {
  getSite as getContract,
  getSceneGraph as graphContract,
  listSites as listContract,
  previewSite as previewContract,
  publicSite as publicContract,
  Site,
} from "./contract";
import { exampleInvitation } from "./publishing/policy";
import { mustHold } from "./versions/policy";

const hasChanges = sql<boolean>`(${sites.publishedVersionId} is null or
  (select d.scene_graph is distinct from p.scene_graph from site_versions d, site_versions p
    where d.id = ${sites.draftVersionId} and p.id = ${sites.publishedVersionId})) is true`;

const columns = {
  id: sites.id,
  organizationId: sites.organizationId,
  projectId: sites.projectId,
  name: sites.name,
  subdomain: sites.subdomain,
  activeDomain: sites.customDomain,
  customDomain: sql<string | null>`(select d.domain from site_domains d where d.site_id = sites.id)`,
  customDomainStatus: sql<
    Site["customDomainStatus"]
  >`(select d.status from site_domains d where d.site_id = sites.id)`,
  status: sites.status,
  locale: sites.locale,
  rsvpFormId: sites.rsvpFormId,
  indexed: sql<boolean>`${sites.indexed} = 'yes'`,
  passwordProtected: sql<boolean>`${sites.passwordHash} is not null`,
  draftVersionId: sites.draftVersionId,
  publishedVersionId: sites.publishedVersionId,
  publishedAt: sites.publishedAt,
  createdAt: sites.createdAt,
  updatedAt: sites.updatedAt,
  version: sites.version,
  hasChanges,
};

const withUrl = <T extends { subdomain: string; activeDomain: string | null }>({
  activeDomain,
  ...row
}: T) => ({
  ...row,
  url: siteOrigin({ subdomain: row.subdomain, customDomain: activeDomain }),
});

/** A page of a project's sites. */
export async function listSites(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const { data, ...page } = await listTable(cx.tx, {
    ...{ table: sites, query, by: ["-createdAt", "name"], columns },
    matches: and(eq(sites.projectId, params.id), query.q ? ilike(sites.name, likeText(query.q)) : undefined),
  });
  return { ...page, data: data.map(withUrl) };
}

/** One site of the project. */
export const getSite = (cx: Cx, { params }: Input<typeof getContract>) =>
  siteById(cx, params.siteId, params.id);

/** One site, of the project where one is said. Throws not_found. */
export async function siteById(cx: Cx, id: string, projectId?: string) {
  const [row] = await cx.tx
    .select(columns)
    .from(sites)
    .where(and(eq(sites.id, id), projectId ? eq(sites.projectId, projectId) : undefined));
  if (!row) throw notFound();
  return withUrl(row) satisfies Omit<Site, "createdAt" | "updatedAt" | "publishedAt">;
}

/** The scene that is being worked on, with the version to send back as If-Match. */
export async function getSceneGraph(
  cx: Cx,
  { params }: Input<typeof graphContract>,
): Promise<Returned<typeof graphContract>> {
  const [row] = await cx.tx
    .select({
      siteId: siteVersions.siteId,
      versionId: siteVersions.id,
      number: siteVersions.number,
      sceneGraph: siteVersions.sceneGraph,
      version: siteVersions.version,
    })
    .from(sites)
    .innerJoin(siteVersions, eq(siteVersions.id, sites.draftVersionId))
    .where(eq(sites.id, params.id));
  if (!row) throw notFound();
  return { ...row, sceneGraph: row.sceneGraph as Record<string, unknown> };
}

/**
 * The site that a host serves, found before its organization is known; null where there is none, or its project or
 * organization is gone.
 *
 * @param subdomain the label, or `_` for the custom domain that `host` names
 */
export async function siteOfHost(
  subdomain: string,
  host: string | null = null,
): Promise<{ site: typeof sites.$inferSelect } | null> {
  const domain = (host ?? "").toLowerCase().replace(/:\d+$/, "");
  const [row] = await readSystem("a site is found by its host before its organization is known", (tx) =>
    tx
      .select({ site: sites })
      .from(sites)
      .innerJoin(projects, and(eq(projects.id, sites.projectId), isNull(projects.deletedAt)))
      .innerJoin(
        organizations,
        and(eq(organizations.id, sites.organizationId), isNull(organizations.deletedAt)),
      )
      .where(
        and(
          isNull(sites.deletedAt),
          subdomain === "_" ? eq(sites.customDomain, domain) : eq(sites.subdomain, subdomain),
        ),
      ),
  );
  return row ?? null;
}

/** The facts of a project as they are now, its events by time. Throws not_found. */
export async function factsOf(cx: Pick<Cx, "tx">, projectId: string): Promise<Facts> {
  const [project] = await cx.tx.select().from(projects).where(eq(projects.id, projectId));
  if (!project) throw notFound();
  const rows = await cx.tx
    .select()
    .from(events)
    .where(eq(events.projectId, projectId))
    .orderBy(asc(events.startsAt), asc(events.id));
  const { name, kind, eventDate, timezone, locale } = project;
  return {
    project: { name, kind, eventDate, timezone, locale },
    events: rows.map((event) => ({
      id: event.id,
      name: event.name,
      startsAt: event.startsAt.toISOString(),
      endsAt: event.endsAt?.toISOString() ?? null,
      timezone: event.timezone,
      venueName: event.venueName,
      address: event.address,
      dressCode: event.dressCode,
      rsvpDeadline: event.rsvpDeadline?.toISOString() ?? null,
    })),
  };
}

/** A version of a site, its scene brought to the present schema. Throws not_found. */
export async function findVersion(cx: Pick<Cx, "tx">, siteId: string, versionId: string) {
  const [row] = await cx.tx
    .select()
    .from(siteVersions)
    .where(and(eq(siteVersions.siteId, siteId), eq(siteVersions.id, versionId)));
  if (!row) throw notFound();
  return { ...row, sceneGraph: mustHold(row.sceneGraph) };
}

/** The look of a version, for polite pages on its paper; undefined where it cannot be read. */
export async function themeOf(tx: Cx["tx"], versionId: string): Promise<Theme | undefined> {
  const [row] = await tx
    .select({ theme: sql<unknown>`${siteVersions.sceneGraph} -> 'theme'` })
    .from(siteVersions)
    .where(eq(siteVersions.id, versionId));
  return themeSchema.safeParse(row?.theme).data;
}

/** A published site as anybody may read it. */
export async function publicSite(
  _cx: Cx,
  { params }: Input<typeof publicContract>,
): Promise<Returned<typeof publicContract>> {
  const [row] = await readSystem("a published site is public", (tx) =>
    tx.execute<Returned<typeof publicContract> & { customDomain: string | null }>(sql`
      select s.id, s.name, s.subdomain, s.custom_domain as "customDomain", s.locale,
             s.password_hash is not null as "passwordProtected", s.published_version_id as "publishedVersionId",
             to_char(s.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "publishedAt",
             case when s.password_hash is null then v.scene_graph end as "sceneGraph"
        from sites s
        join site_versions v on v.id = s.published_version_id
        join projects p on p.id = s.project_id and p.deleted_at is null
        join organizations o on o.id = s.organization_id and o.deleted_at is null
       where s.subdomain = ${params.subdomain.toLowerCase()} and s.status = 'published' and s.deleted_at is null`),
  );
  if (!row) throw notFound();
  const { customDomain, ...open } = row;
  return { ...open, url: siteOrigin({ subdomain: row.subdomain, customDomain }) };
}

/** The page of a scene as it would be published now, for the form editor's frame; nothing is kept. */
export async function previewSite(
  cx: Cx,
  { params, body }: Input<typeof previewContract>,
): Promise<Returned<typeof previewContract>> {
  const site = await siteById(cx, params.id);
  const facts = await factsOf(cx, site.projectId);
  const scene = body.sceneGraph
    ? mustHold(body.sceneGraph)
    : (await findVersion(cx, site.id, body.versionId ?? site.draftVersionId ?? "")).sceneGraph;
  const { parts } = await compile(scene, facts, site.locale);
  const context = { now: cx.now.toISOString(), origin: site.url, noindex: true };
  const invitation = body.as === "household" ? exampleInvitation(facts, site.url) : null;
  return { html: fill(parts, { ...context, invitation }) };
}
