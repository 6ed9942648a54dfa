import { and, eq, ilike, sql } from "drizzle-orm";
import { sites, siteVersions } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import { notFound } from "@/lib/http/problem";
import type { getVersion as getContract, listVersions as listContract } from "./contract";

const columns = {
  id: siteVersions.id,
  siteId: siteVersions.siteId,
  number: siteVersions.number,
  label: siteVersions.label,
  createdBy: siteVersions.createdBy,
  publishedAt: siteVersions.publishedAt,
  createdAt: siteVersions.createdAt,
  updatedAt: siteVersions.updatedAt,
  version: siteVersions.version,
  isDraft: sql<boolean>`${sites.draftVersionId} is not distinct from ${siteVersions.id}`,
  isPublished: sql<boolean>`${sites.publishedVersionId} is not distinct from ${siteVersions.id}`,
};

/** A page of a site's versions, the newest first. */
export async function listVersions(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "-number";
  const order = keyset(
    sort,
    query.cursor,
    { number: [{ expression: sql`${siteVersions.number}`, cast: "integer" }] },
    sql`${siteVersions.id}`,
  );
  const matches = and(
    eq(siteVersions.siteId, params.id),
    query.q ? ilike(siteVersions.label, likeText(query.q)) : undefined,
  );
  const rows = await cx.tx
    .select({ ...columns, position: order.position })
    .from(siteVersions)
    .innerJoin(sites, eq(sites.id, siteVersions.siteId))
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const total = await cx.tx.$count(siteVersions, matches);
  return { ...pageOf(rows, query.limit, sort), total };
}

/** One version of the site with its scene. */
export const getVersion = (cx: Cx, { params }: Input<typeof getContract>) =>
  versionById(cx, params.id, params.versionId);

/** One version by id. Throws not_found where it is not the site's. */
export async function versionById(cx: Cx, siteId: string, versionId: string) {
  const [row] = await cx.tx
    .select({ ...columns, sceneGraph: siteVersions.sceneGraph })
    .from(siteVersions)
    .innerJoin(sites, eq(sites.id, siteVersions.siteId))
    .where(and(eq(siteVersions.siteId, siteId), sql`${siteVersions.id}::text = ${versionId}`));
  if (!row) throw notFound();
  return { ...row, sceneGraph: row.sceneGraph as Record<string, unknown> };
}
