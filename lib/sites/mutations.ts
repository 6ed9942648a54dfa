import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { lend } from "@/db/client";
import { projects, rsvpForms, siteFormerAddresses, sites, siteVersions } from "@/db/schema";
import { purge } from "@/lib/clients/cdn";
import { type Cx, checkVersion, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { instantiate } from "@/lib/scene/instantiate";
import { templateFor } from "@/lib/scene/templates/catalogue";
import { takenAmong } from "./addresses/queries";
import type {
  createSite as createContract,
  deleteSite as deleteContract,
  publishSite as publishContract,
  unpublishSite as unpublishContract,
  updateSite as updateContract,
} from "./contract";
import { claimDomain, releaseDomain } from "./domain/mutations";
import { hashPassword } from "./password/policy";
import { cacheTag, labelWords, shapeOf } from "./policy";
import { artifactFor } from "./publishing/mutations";
import { siteById } from "./queries";
import { mustHold } from "./versions/policy";

/** Forgets what caches keep of a site once the change is committed, before the answer leaves. */
const purgeAfter = (cx: Cx, siteId: string) => cx.afterCommit.push(() => purge([cacheTag(siteId)]));

async function mustBeFree(cx: Cx, subdomain: string): Promise<void> {
  // Of two look-alikes at once the second waits here, and then sees the first; the unique index knows equals only.
  await cx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`label ${shapeOf(subdomain)}`}, 0))`,
  );
  const problem = (await takenAmong([subdomain], cx.scope.organizationIds)).get(subdomain);
  if (!problem) return;
  throw new AppError("duplicate", {
    detail: `The address ${subdomain} ${labelWords[problem]}.`,
    errors: [{ path: "subdomain", message: labelWords[problem] }],
  });
}

/** Holds a label that a site gives up, so that it leads to the new one for a while. */
async function holdFormer(cx: Cx, site: typeof sites.$inferSelect, next: string): Promise<void> {
  const own = eq(siteFormerAddresses.siteId, site.id);
  await cx.tx
    .delete(siteFormerAddresses)
    .where(and(own, inArray(siteFormerAddresses.subdomain, [next, site.subdomain])));
  await cx.tx.insert(siteFormerAddresses).values({
    organizationId: site.organizationId,
    siteId: site.id,
    subdomain: site.subdomain,
    releasedAt: cx.now,
  });
}

async function mustBeFormOf(cx: Cx, projectId: string, formId: string): Promise<void> {
  const [form] = await cx.tx
    .select({ id: rsvpForms.id })
    .from(rsvpForms)
    .where(and(eq(rsvpForms.id, formId), eq(rsvpForms.projectId, projectId), isNull(rsvpForms.deletedAt)));
  if (!form) {
    throw new AppError("invalid", {
      detail: "rsvpFormId: is no form of this project",
      errors: [{ path: "rsvpFormId", message: "is no form of this project" }],
    });
  }
}

/** Creates a site with its first version, from the scene given or from the template that suits the project. */
export async function createSite(cx: Cx, { params, body }: Input<typeof createContract>) {
  const [project] = await cx.tx.select().from(projects).where(eq(projects.id, params.id));
  if (!project) throw notFound();
  await mustBeFree(cx, body.subdomain);
  if (body.rsvpFormId) await mustBeFormOf(cx, project.id, body.rsvpFormId);
  const locale = body.locale ?? project.locale;
  const sceneGraph =
    body.sceneGraph ??
    instantiate(body.template ?? templateFor(project.kind).id, {
      newId: uuidv7,
      locale,
      palette: body.palette,
      type: body.typePair,
    });
  mustHold(sceneGraph);
  const [id, versionId] = [uuidv7(), uuidv7()];
  const organizationId = organizationOf(cx);
  await cx.tx.insert(sites).values({
    id,
    organizationId,
    projectId: project.id,
    name: body.name,
    subdomain: body.subdomain,
    passwordHash: body.password === null ? null : await hashPassword(body.password),
    locale,
    rsvpFormId: body.rsvpFormId,
    indexed: body.indexed ? "yes" : "no",
    draftVersionId: versionId,
  });
  await cx.tx.insert(siteVersions).values({
    id: versionId,
    organizationId,
    siteId: id,
    number: 1,
    sceneGraph,
    createdBy: cx.actor.kind === "user" ? cx.actor.id : null,
  });
  if (body.customDomain) await claimDomain(cx, { id, projectId: project.id }, body.customDomain);
  const site = await siteById(cx, id);
  await audit(cx, "site.created", { kind: "site", id, projectId: project.id }, { after: site });
  await emit(cx, { name: null, projectId: project.id, topic: "site" });
  return site;
}

/** Changes what the body names; a published page follows in the same transaction. */
export async function updateSite(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const [row] = await cx.tx
    .select()
    .from(sites)
    .where(and(eq(sites.id, params.siteId), eq(sites.projectId, params.id)))
    .for("update");
  if (!row) throw notFound();
  checkVersion(cx, row.version);
  const before = await siteById(cx, row.id);
  const { indexed, customDomain, password, ...changes } = body;
  if (body.subdomain && body.subdomain !== row.subdomain) {
    await mustBeFree(cx, body.subdomain);
    if (row.publishedAt) await holdFormer(cx, row, body.subdomain);
  }
  if (customDomain && customDomain !== before.customDomain) await claimDomain(cx, row, customDomain);
  if (customDomain === null && before.customDomain) await releaseDomain(cx, row);
  if (body.rsvpFormId) await mustBeFormOf(cx, row.projectId, body.rsvpFormId);
  const [changed] = await cx.tx
    .update(sites)
    .set({
      ...changes,
      ...(password === undefined ? {} : { passwordHash: password && (await hashPassword(password)) }),
      ...(indexed === undefined ? {} : { indexed: indexed ? ("yes" as const) : ("no" as const) }),
      version: sql`${sites.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(sites.id, row.id))
    .returning();
  if (changed!.status === "published") {
    await artifactFor(cx, changed!, changed!.publishedVersionId!);
    purgeAfter(cx, row.id);
  }
  const after = await siteById(cx, row.id);
  await audit(cx, "site.updated", { kind: "site", id: row.id, projectId: row.projectId }, { before, after });
  await emit(cx, { name: null, projectId: row.projectId, topic: "site" });
  return after;
}

/** Soft delete: the page is gone at once, the address held for 30 days. */
export async function deleteSite(cx: Cx, { params }: Input<typeof deleteContract>) {
  const before = await siteById(cx, params.siteId, params.id);
  if (before.customDomain) await releaseDomain(cx, before);
  await lend(cx.tx, "trash", (tx) =>
    tx.update(sites).set({ deletedAt: cx.now }).where(eq(sites.id, before.id)),
  );
  purgeAfter(cx, before.id);
  await audit(cx, "site.deleted", { kind: "site", id: before.id, projectId: before.projectId }, { before });
  await emit(cx, {
    name: "sites/site.deleted",
    projectId: before.projectId,
    topic: "site",
    data: { siteId: before.id },
  });
}

/**
 * Publishes the draft or an earlier version: compiled and kept, then one pointer moves, in one transaction; caches
 * forget the old page before the answer leaves. The published version never changes again: work goes on in a copy.
 */
export async function publishSite(cx: Cx, { params, body }: Input<typeof publishContract>) {
  const [row] = await cx.tx.select().from(sites).where(eq(sites.id, params.id)).for("update");
  if (!row) throw notFound();
  const before = await siteById(cx, row.id);
  // A draft that says what is published already is that version: nothing new is made of it.
  const versionId =
    body?.versionId ??
    (before.hasChanges ? row.draftVersionId : (row.publishedVersionId ?? row.draftVersionId));
  const [version] = await cx.tx
    .select()
    .from(siteVersions)
    .where(and(eq(siteVersions.id, versionId!), eq(siteVersions.siteId, row.id)));
  if (!version) throw notFound();
  mustHold(version.sceneGraph);
  await artifactFor(cx, row, version.id);
  await cx.tx.update(siteVersions).set({ publishedAt: cx.now }).where(eq(siteVersions.id, version.id));
  const draftVersionId =
    version.id === row.draftVersionId ? await copyAsDraft(cx, version) : row.draftVersionId;
  await cx.tx
    .update(sites)
    .set({
      status: "published",
      publishedVersionId: version.id,
      draftVersionId,
      publishedAt: cx.now,
      version: sql`${sites.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(sites.id, row.id));
  purgeAfter(cx, row.id);
  const after = await siteById(cx, row.id);
  await audit(
    cx,
    "site.published",
    { kind: "site", id: row.id, projectId: row.projectId },
    { before, after },
  );
  await emit(cx, {
    name: "sites/site.published",
    projectId: row.projectId,
    topic: "site",
    data: { siteId: row.id, versionId: version.id },
  });
  return after;
}

/** The next version, with the same scene; people go on working in it. */
async function copyAsDraft(cx: Cx, from: typeof siteVersions.$inferSelect): Promise<string> {
  const id = uuidv7();
  await cx.tx.insert(siteVersions).values({
    id,
    organizationId: organizationOf(cx),
    siteId: from.siteId,
    number: sql`(select max(number) + 1 from site_versions where site_id = ${from.siteId})`,
    sceneGraph: from.sceneGraph,
    createdBy: cx.actor.kind === "user" ? cx.actor.id : null,
  });
  return id;
}

/** Takes the site off its address; what was published stays, for publishing it again. */
export async function unpublishSite(cx: Cx, { params }: Input<typeof unpublishContract>) {
  const before = await siteById(cx, params.id);
  await cx.tx
    .update(sites)
    .set({ status: "unpublished", version: sql`${sites.version} + 1`, updatedAt: cx.now })
    .where(and(eq(sites.id, params.id), eq(sites.status, "published")));
  purgeAfter(cx, params.id);
  const after = await siteById(cx, params.id);
  if (before.status === "published") {
    await audit(
      cx,
      "site.unpublished",
      { kind: "site", id: after.id, projectId: after.projectId },
      { before, after },
    );
    await emit(cx, {
      name: "sites/site.unpublished",
      projectId: after.projectId,
      topic: "site",
      data: { siteId: after.id },
    });
  }
  return after;
}
