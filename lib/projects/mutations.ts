import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { messagingCampaigns, projects, siteDomains, sites } from "@/db/schema";
import { purge } from "@/lib/clients/cdn";
import { type Cx, checkVersion } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { take } from "@/lib/http/entitlement";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { settingOf } from "@/lib/settings/queries";
import { cacheTag } from "@/lib/sites/policy";
import type {
  createProject as createContract,
  deleteProject as deleteContract,
  restoreProject as restoreContract,
  updateProject as updateContract,
} from "./contract";
import { notYet } from "./policy";

/** Creates a project in the organization that the body names. */
export async function createProject(cx: Cx, { body }: Input<typeof createContract>) {
  const timezone = body.timezone ?? (await settingOf(cx, "projects.timezone"));
  const locale = body.locale ?? (await settingOf(cx, "projects.locale"));
  const country = body.country ?? (await settingOf(cx, "projects.country"));
  const [row] = await cx.tx
    .insert(projects)
    .values({ ...body, timezone, locale, country })
    .returning();
  await audit(cx, "project.created", { kind: "project", id: row!.id, projectId: row!.id }, { after: row });
  await emit(cx, { name: null, projectId: row!.id, topic: "project" });
  return row!;
}

/** Changes what the body names; a change of facts recompiles the published site. */
export async function updateProject(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const [before] = await cx.tx.select().from(projects).where(eq(projects.id, params.id)).for("update");
  if (!before) throw notFound();
  checkVersion(cx, before.version);
  const [after] = await cx.tx
    .update(projects)
    .set({ ...body, version: sql`${projects.version} + 1`, updatedAt: cx.now })
    .where(eq(projects.id, params.id))
    .returning();
  await audit(
    cx,
    "project.updated",
    { kind: "project", id: params.id, projectId: params.id },
    { before, after },
  );
  await emit(cx, { name: "projects/facts.changed", projectId: params.id, topic: "project" });
  return after!;
}

/** Forgets what caches keep of a project's pages, once the change is committed. */
async function purgePages(cx: Cx, projectId: string): Promise<void> {
  const rows = await cx.tx.select({ id: sites.id }).from(sites).where(eq(sites.projectId, projectId));
  if (rows.length > 0) cx.afterCommit.push(() => purge(rows.map(({ id }) => cacheTag(id))));
}

/**
 * Soft delete: everything below stays as it is and becomes unreachable, pages included.
 *
 * @throws AppError conflict while a message is on its way: guests would get links that lead nowhere
 */
export async function deleteProject(cx: Cx, { params }: Input<typeof deleteContract>) {
  const [onItsWay] = await cx.tx
    .select({ name: messagingCampaigns.name })
    .from(messagingCampaigns)
    .where(
      and(
        eq(messagingCampaigns.projectId, params.id),
        inArray(messagingCampaigns.status, ["approved", "scheduled", "sending"]),
      ),
    )
    .limit(1);
  if (onItsWay) {
    throw new AppError("conflict", {
      detail: `The message “${onItsWay.name}” is on its way. Cancel it first, or wait until it has been sent.`,
    });
  }
  const [row] = await lend(cx.tx, "trash", (tx) =>
    tx
      .update(projects)
      .set({ deletedAt: cx.now, version: sql`${projects.version} + 1` })
      .where(and(eq(projects.id, params.id), isNull(projects.deletedAt)))
      .returning(),
  );
  if (!row) throw notFound();
  await purgePages(cx, params.id);
  await audit(
    cx,
    "project.deleted",
    { kind: "project", id: params.id, projectId: params.id },
    { before: row },
  );
  await emit(cx, { name: "projects/project.deleted", projectId: params.id, topic: "project" });
}

/** How many domains of its own a project's sites hold or wait for. */
const domainsOf = (cx: Cx, projectId: string): Promise<number> =>
  cx.tx.$count(
    siteDomains,
    inArray(
      siteDomains.siteId,
      cx.tx.select({ id: sites.id }).from(sites).where(eq(sites.projectId, projectId)),
    ),
  );

/** Brings a deleted project back as it was. Its guests, sites and domains count against the plan again. */
export async function restoreProject(cx: Cx, { params }: Input<typeof restoreContract>) {
  const [before] = await lend(cx.tx, "trash", (tx) =>
    tx.select().from(projects).where(eq(projects.id, params.id)).for("update"),
  );
  if (!before) throw notFound();
  if (before.deletedAt === null) return before;
  if (before.deletedAt.getTime() <= notYet.getTime()) throw notFound();
  await take(cx, "guests", before.guestCount);
  await take(cx, "sites", await cx.tx.$count(sites, eq(sites.projectId, params.id)));
  await take(cx, "customDomains", await domainsOf(cx, params.id));
  const [after] = await lend(cx.tx, "trash", (tx) =>
    tx
      .update(projects)
      .set({ deletedAt: null, version: sql`${projects.version} + 1`, updatedAt: cx.now })
      .where(eq(projects.id, params.id))
      .returning(),
  );
  await purgePages(cx, params.id);
  await audit(
    cx,
    "project.restored",
    { kind: "project", id: params.id, projectId: params.id },
    { before, after },
  );
  await emit(cx, { name: "projects/facts.changed", projectId: params.id, topic: "project" });
  return after!;
}
