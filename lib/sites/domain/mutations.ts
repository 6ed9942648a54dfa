import { eq, lte, sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { siteDomains, sites } from "@/db/schema";
import { purge } from "@/lib/clients/cdn";
import { domainHosting, type Hosted } from "@/lib/clients/domain-hosting";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { take } from "@/lib/http/entitlement";
import { runAsJob } from "@/lib/http/job";
import { AppError } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { cacheTag } from "../policy";
import type { SiteDomain, verifySiteDomain as verifyContract } from "./contract";
import { type DomainReleased, type DomainWanted, domainReleased, domainWanted } from "./events";
import { domainWords, type Findings, nextLook, PATIENCE_MS, recordsOf, stateOf } from "./policy";
import { asDomain, domainOfSite, findingsOf, isTaken, mustBeDomain } from "./queries";

type SiteRef = { id: string; projectId: string };
const id = "check-domain";
const BATCH = 50;

/**
 * Notes that a site wants this domain, in place of another it had or waited for; looked at soon after the commit.
 *
 * @throws AppError duplicate, limit_reached where the plan holds no more domains
 */
export async function claimDomain(cx: Cx, site: SiteRef, domain: string): Promise<void> {
  mustBeDomain(domain, "customDomain");
  if (await isTaken(cx, domain, site.id)) {
    throw new AppError("duplicate", {
      detail: domainWords.taken,
      errors: [{ path: "customDomain", message: "is in use here already" }],
    });
  }
  await releaseDomain(cx, site);
  await take(cx, "customDomains", 1);
  const [row] = await cx.tx
    .insert(siteDomains)
    .values({ organizationId: organizationOf(cx), siteId: site.id, domain })
    .returning();
  await emit(cx, { name: domainWanted, projectId: site.projectId, data: { domainId: row!.id } });
}

/** Gives a site's domain up, if it has one: links are made with its label again, and the platform forgets it. */
export async function releaseDomain(cx: Cx, site: SiteRef): Promise<void> {
  const [row] = await cx.tx.delete(siteDomains).where(eq(siteDomains.siteId, site.id)).returning();
  if (!row) return;
  await cx.tx.update(sites).set({ customDomain: null }).where(eq(sites.id, site.id));
  cx.afterCommit.push(() => purge([cacheTag(site.id)]));
  if (row.status !== "pending") {
    await emit(cx, { name: domainReleased, projectId: site.projectId, data: { domain: row.domain } });
  }
}

/** Looks a site's domain up now and says how far it is. The platform's word follows by the job. */
export async function verifySiteDomain(cx: Cx, { params }: Input<typeof verifyContract>) {
  const row = await domainOfSite(cx, params.id);
  const settled = await settle(cx, row.id, await findingsOf(row.domain), "unasked");
  if (domainHosting() && settled?.status === "verified") {
    await emit(cx, { name: domainWanted, data: { domainId: row.id } });
  }
  return asDomain(await domainOfSite(cx, params.id));
}

/** Looks a domain up, tells the platform of it once it is proved, and writes down how far it is. */
export async function checkDomain({ organizationId, domainId }: DomainWanted): Promise<void> {
  const row = await runAsJob(id, organizationId, async (cx) => {
    const [found] = await cx.tx.select().from(siteDomains).where(eq(siteDomains.id, domainId));
    return found;
  });
  if (!row) return;
  const found = await findingsOf(row.domain);
  const hosting = domainHosting();
  const proved = recordsOf(organizationId, row.domain, found)[0]!.status === "found";
  const isFree = await runAsJob(
    id,
    organizationId,
    async (cx) => !(await isTaken(cx, row.domain, row.siteId)),
  );
  const hosted = hosting === null ? null : proved && isFree ? await hosting.add(row.domain) : "unasked";
  await runAsJob(id, organizationId, (cx) => settle(cx, domainId, found, hosted));
}

/** Writes down what was found: the one place where a domain moves from one state to another. */
async function settle(cx: Cx, domainId: string, found: Findings, hosted: Hosted | null | "unasked") {
  const [row] = await cx.tx.select().from(siteDomains).where(eq(siteDomains.id, domainId)).for("update");
  if (!row) return null;
  // Of two who prove the same domain at once the second waits here, and then finds it taken.
  await cx.tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`domain ${row.domain}`}, 0))`);
  const records: SiteDomain["records"] = recordsOf(row.organizationId, row.domain, found);
  const unasked = hosted === "unasked" && domainHosting() !== null && row.status !== "active";
  const said: Hosted | null = unasked
    ? { state: "waiting", records: [] }
    : hosted === "unasked"
      ? null
      : hosted;
  const taken = await isTaken(cx, row.domain, row.siteId);
  const next = stateOf(row.status, records, found, { taken, hosted: said });
  const isFailing = row.status === "active" && next.status !== "active";
  const failingSince = isFailing ? (row.failingSince ?? cx.now) : null;
  const isOver = failingSince !== null && cx.now.getTime() - failingSince.getTime() > PATIENCE_MS;
  // An active domain is not dropped at the first bad look: DNS is changed by hand, and guests hold links.
  const status = isFailing && !isOver ? "active" : next.status;
  const checks = status === row.status ? row.checks + 1 : 0;
  if (said?.state === "waiting") {
    for (const { type, name, value } of said.records) {
      if (type === "TXT" || type === "CNAME" || type === "A") {
        records.push({ type, name, value, status: "missing", found: [] });
      }
    }
  }
  const [after] = await cx.tx
    .update(siteDomains)
    .set({
      status,
      error: next.error,
      records,
      checks,
      failingSince: isOver ? null : failingSince,
      checkedAt: cx.now,
      nextCheckAt: new Date(cx.now.getTime() + nextLook(failingSince ? "verified" : status, checks)),
      ...(status === "active" && row.status !== "active" && { activatedAt: cx.now }),
    })
    .where(eq(siteDomains.id, row.id))
    .returning();
  if (status !== row.status || next.error !== row.error) await tell(cx, row, after!);
  return after!;
}

type Row = typeof siteDomains.$inferSelect;

/** What follows from a domain's new state: links, caches, the trail, the platform, and whoever has the page open. */
async function tell(cx: Cx, before: Row, after: Row): Promise<void> {
  const isActive = after.status === "active";
  const [site] = await cx.tx
    .update(sites)
    .set({ customDomain: isActive ? after.domain : null })
    .where(eq(sites.id, after.siteId))
    .returning({ id: sites.id, projectId: sites.projectId });
  if (!site) return;
  if (before.status !== after.status) {
    cx.afterCommit.push(() => purge([cacheTag(site.id)]));
    const say = ({ domain, status, error }: Row) => ({ domain, status, error });
    await audit(
      cx,
      `site_domain.${after.status}`,
      { kind: "site", id: site.id, projectId: site.projectId },
      { before: say(before), after: say(after) },
    );
    if (before.status === "active") {
      await emit(cx, { name: domainReleased, projectId: site.projectId, data: { domain: after.domain } });
    }
  }
  await emit(cx, { name: null, projectId: site.projectId, topic: "site" });
}

/** Makes the platform forget a domain, unless somebody has taken it up again meanwhile. */
export async function forgetDomain({ organizationId, domain }: DomainReleased): Promise<void> {
  const inUse = await runAsJob(id, organizationId, (cx) => isTaken(cx, domain, null));
  if (!inUse) await domainHosting()?.remove(domain);
}

/**
 * The domains that are due to be looked at, of all organizations. Those of sites that are gone are given up on the way,
 * so that they keep nobody out.
 */
export const dueDomains = (): Promise<DomainWanted[]> =>
  asSystem("domains of all organizations fall due", async (tx) => {
    await tx.execute(sql`
      with gone as (
        delete from site_domains d using sites s, projects p, organizations o
         where s.id = d.site_id and p.id = s.project_id and o.id = s.organization_id
           and (s.deleted_at is not null or p.deleted_at is not null or o.deleted_at is not null)
         returning d.site_id)
      update sites set custom_domain = null from gone where sites.id = gone.site_id`);
    return tx
      .select({ organizationId: siteDomains.organizationId, domainId: siteDomains.id })
      .from(siteDomains)
      .where(lte(siteDomains.nextCheckAt, sql`now()`))
      .orderBy(siteDomains.nextCheckAt)
      .limit(BATCH);
  });
