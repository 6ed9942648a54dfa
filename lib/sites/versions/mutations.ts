import { eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { sites, siteVersions } from "@/db/schema";
import { type Cx, checkVersion, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import type { createVersion as createContract, putSceneGraph as putContract } from "./contract";
import { mustHold } from "./policy";
import { versionById } from "./queries";

/**
 * Makes a new version. Of a given scene, or of an earlier version (restore), it is the draft from now on; of the
 * draft it is a snapshot, and work goes on in the draft as before.
 */
export async function createVersion(cx: Cx, { params, body }: Input<typeof createContract>) {
  const [site] = await cx.tx.select().from(sites).where(eq(sites.id, params.id)).for("update");
  if (!site) throw notFound();
  const from = body.versionId ?? site.draftVersionId;
  const sceneGraph = body.sceneGraph ?? (from ? (await versionById(cx, site.id, from)).sceneGraph : null);
  if (!sceneGraph) throw notFound();
  mustHold(sceneGraph);
  const id = uuidv7();
  await cx.tx.insert(siteVersions).values({
    id,
    organizationId: organizationOf(cx),
    siteId: site.id,
    number: sql`(select coalesce(max(number), 0) + 1 from site_versions where site_id = ${site.id})`,
    label: body.label,
    sceneGraph,
    createdBy: cx.actor.kind === "user" ? cx.actor.id : null,
  });
  if (body.sceneGraph || body.versionId || !site.draftVersionId) {
    await cx.tx.update(sites).set({ draftVersionId: id, updatedAt: cx.now }).where(eq(sites.id, site.id));
  }
  const version = await versionById(cx, site.id, id);
  const { sceneGraph: _, ...said } = version;
  await audit(
    cx,
    "site_version.created",
    { kind: "site_version", id, projectId: site.projectId },
    { after: said },
  );
  await emit(cx, { name: null, projectId: site.projectId, topic: "site" });
  return version;
}

/** Replaces the scene of a version that was never published; a published one is history. */
export async function putSceneGraph(cx: Cx, { params, body }: Input<typeof putContract>) {
  const [row] = await cx.tx
    .select({ version: siteVersions, projectId: sites.projectId })
    .from(siteVersions)
    .innerJoin(sites, eq(sites.id, siteVersions.siteId))
    .where(sql`${siteVersions.siteId} = ${params.id} and ${siteVersions.id}::text = ${params.versionId}`)
    .for("update", { of: siteVersions });
  if (!row) throw notFound();
  if (row.version.publishedAt) {
    throw new AppError("conflict", {
      detail: "This version was published and stays as it is. Change the draft, or go on from a new version.",
    });
  }
  checkVersion(cx, row.version.version);
  mustHold(body.sceneGraph);
  await cx.tx
    .update(siteVersions)
    .set({ sceneGraph: body.sceneGraph, version: sql`${siteVersions.version} + 1`, updatedAt: cx.now })
    .where(eq(siteVersions.id, row.version.id));
  // The scenes themselves are in the versions; the trail says that one changed.
  await audit(cx, "site_version.updated", {
    kind: "site_version",
    id: row.version.id,
    projectId: row.projectId,
  });
  await emit(cx, { name: null, projectId: row.projectId, topic: "site" });
  return versionById(cx, params.id, row.version.id);
}
