import { and, desc, eq, gt, inArray, isNull, notInArray, or, sql } from "drizzle-orm";
import { readSystem } from "@/db/client";
import { projects, siteFormerAddresses, sites } from "@/db/schema";
import { siteOrigin } from "@/lib/clients/env";
import { shapeOf } from "../policy";

const HELD_DAYS = 30;

/**
 * Which of these labels are somebody's address, or too like one. One that was given up is held for 30 days, for the
 * organization that had it: guests still follow old links.
 */
export async function takenAmong(
  labels: readonly string[],
  organizationIds: readonly string[],
): Promise<Map<string, "taken" | "look_alike">> {
  const since = sql`now() - make_interval(days => ${HELD_DAYS})`;
  const others = notInArray(sites.organizationId, [...organizationIds]);
  const shapes = labels.map(shapeOf);
  const [rows, former] = await readSystem("an address is taken whoever took it", async (tx) => [
    await tx
      .select({ subdomain: sites.subdomain, isOther: sql<boolean>`${others}` })
      .from(sites)
      .where(
        or(
          and(isNull(sites.deletedAt), inArray(sites.subdomain, [...labels])),
          and(isNull(sites.deletedAt), inArray(sites.subdomainShape, shapes), others),
          and(gt(sites.deletedAt, since), inArray(sites.subdomain, [...labels]), others),
        ),
      ),
    await tx
      .select({ subdomain: siteFormerAddresses.subdomain })
      .from(siteFormerAddresses)
      .where(
        and(
          inArray(siteFormerAddresses.subdomain, [...labels]),
          gt(siteFormerAddresses.releasedAt, since),
          notInArray(siteFormerAddresses.organizationId, [...organizationIds]),
        ),
      ),
  ]);
  const taken = new Set([...rows, ...former].map(({ subdomain }) => subdomain));
  const alike = new Set(rows.filter(({ isOther }) => isOther).map(({ subdomain }) => shapeOf(subdomain)));
  const problems = new Map<string, "taken" | "look_alike">();
  for (const label of labels) {
    if (taken.has(label)) problems.set(label, "taken");
    else if (alike.has(shapeOf(label))) problems.set(label, "look_alike");
  }
  return problems;
}

/**
 * Where a site is now that had this label up to 30 days ago; null where nobody had, or the site is gone.
 *
 * @returns scheme and host
 */
export async function movedTo(subdomain: string): Promise<string | null> {
  const [row] = await readSystem("a former address is found before its organization is known", (tx) =>
    tx
      .select({ subdomain: sites.subdomain, customDomain: sites.customDomain })
      .from(siteFormerAddresses)
      .innerJoin(sites, and(eq(sites.id, siteFormerAddresses.siteId), isNull(sites.deletedAt)))
      .innerJoin(projects, and(eq(projects.id, sites.projectId), isNull(projects.deletedAt)))
      .where(
        and(
          eq(siteFormerAddresses.subdomain, subdomain.toLowerCase()),
          gt(siteFormerAddresses.releasedAt, sql`now() - make_interval(days => ${HELD_DAYS})`),
        ),
      )
      .orderBy(desc(siteFormerAddresses.releasedAt))
      .limit(1),
  );
  return row ? siteOrigin(row) : null;
}
