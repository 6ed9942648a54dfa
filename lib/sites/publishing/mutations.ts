import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { siteArtifacts, sites } from "@/db/schema";
import { purge } from "@/lib/clients/cdn";
import type { Cx } from "@/lib/http/cx";
import { type Compiled, compile, RENDERER } from "@/lib/scene/compile";
import type { Facts } from "@/lib/scene/facts";
import { cacheTag } from "../policy";
import { factsOf, findVersion } from "../queries";

type Published = { id: string; organizationId: string; projectId: string; locale: string };

const hashOf = (facts: Facts) => createHash("sha256").update(JSON.stringify(facts)).digest("hex");

/**
 * The compiled page of a version with the project's present facts, from its row, or compiled and kept now. The
 * key is version, language, facts and renderer: a changed fact or a new deploy makes a new row, never a changed one.
 */
export async function artifactFor(
  cx: Pick<Cx, "tx" | "scope">,
  site: Published,
  versionId: string,
): Promise<{ compiled: Compiled; facts: Facts; cardKey: string }> {
  const facts = await factsOf(cx, site.projectId);
  const key = { versionId, locale: site.locale, factsHash: hashOf(facts), renderer: RENDERER };
  // What the link preview is drawn from: another image has another address, since chats keep what they fetched.
  const cardKey = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 16);
  const [kept] = await cx.tx
    .select({ parts: siteArtifacts.parts })
    .from(siteArtifacts)
    .where(
      and(
        eq(siteArtifacts.versionId, key.versionId),
        eq(siteArtifacts.locale, key.locale),
        eq(siteArtifacts.factsHash, key.factsHash),
        eq(siteArtifacts.renderer, key.renderer),
      ),
    );
  if (kept) return { compiled: kept.parts as Compiled, facts, cardKey };
  const { sceneGraph } = await findVersion(cx as Cx, site.id, versionId);
  const compiled = await compile(sceneGraph, facts, site.locale);
  // Two readers may compile at once; they wrote the same bytes.
  await cx.tx
    .insert(siteArtifacts)
    .values({ ...key, organizationId: site.organizationId, siteId: site.id, parts: compiled })
    .onConflictDoNothing();
  return { compiled, facts, cardKey };
}

/**
 * Compiles every published site of a project with the present facts and lets the front forget the old pages.
 *
 * @returns how many sites there were
 */
export async function recompileSites(cx: Cx, projectId: string): Promise<number> {
  const published = await cx.tx
    .select()
    .from(sites)
    .where(and(eq(sites.projectId, projectId), eq(sites.status, "published")));
  for (const site of published) await artifactFor(cx, site, site.publishedVersionId!);
  cx.afterCommit.push(() => purge(published.map(({ id }) => cacheTag(id))));
  return published.length;
}
