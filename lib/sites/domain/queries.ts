import { and, eq, ne } from "drizzle-orm";
import { lend } from "@/db/client";
import { siteDomains } from "@/db/schema";
import { lookUp } from "@/lib/clients/dns";
import { domainHosting } from "@/lib/clients/domain-hosting";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { takenAmong } from "../addresses/queries";
import { labelProblem, labelWords, normalizeLabel, suggestionsFor } from "../policy";
import type {
  validateCustomDomain as domainContract,
  getSiteDomain as getContract,
  SiteDomain,
  validateSubdomain as subdomainContract,
} from "./contract";
import { domainWords, type Findings, isOwnDomain, proofName, recordsOf, target } from "./policy";

/** Whether a label may be a site's address, why not, and three that may. */
export async function validateSubdomain(
  cx: Cx,
  { body }: Input<typeof subdomainContract>,
): Promise<Returned<typeof subdomainContract>> {
  const label = normalizeLabel(body.subdomain);
  const ideas = suggestionsFor(body.subdomain, cx.now.getUTCFullYear() + 1);
  const taken = await takenAmong([label, ...ideas], cx.scope.organizationIds);
  const reason = labelProblem(label) ?? taken.get(label) ?? null;
  const suggestions = reason ? ideas.filter((idea) => idea !== label && !taken.has(idea)).slice(0, 3) : [];
  return { available: reason === null, reason, message: reason && labelWords[reason], suggestions };
}

/** What the DNS holds of a domain, and where our own name leads: four questions at once. */
export async function findingsOf(domain: string): Promise<Findings> {
  const [txt, cname, addresses, ours] = await Promise.all([
    lookUp("TXT", proofName(domain)),
    lookUp("CNAME", domain),
    lookUp("A", domain),
    lookUp("A", target()),
  ]);
  return { txt, cname, addresses, ours: ours?.values ?? [] };
}

/** Whether another site, of whomever, has proved the domain. */
export const isTaken = (cx: Pick<Cx, "tx">, domain: string, siteId: string | null): Promise<boolean> =>
  lend(cx.tx, "system", async (tx) => {
    const proved = and(eq(siteDomains.domain, domain), ne(siteDomains.status, "pending"));
    const others = await tx.$count(
      siteDomains,
      siteId ? and(proved, ne(siteDomains.siteId, siteId)) : proved,
    );
    return others > 0;
  });

/** What the DNS says of a domain right now. The certificate is made by the platform once both records are right. */
export async function validateCustomDomain(
  cx: Cx,
  { body }: Input<typeof domainContract>,
): Promise<Returned<typeof domainContract>> {
  const { organizationIds } = cx.scope;
  const organizationId = body.organizationId ?? organizationIds[0];
  if (!organizationId || !organizationIds.includes(organizationId)) throw new AppError("not_found");
  if (!body.organizationId && organizationIds.length > 1) {
    throw new AppError("invalid", {
      detail: "organizationId: say which of your organizations the domain belongs to",
      errors: [{ path: "organizationId", message: "say which of your organizations the domain belongs to" }],
    });
  }
  mustBeDomain(body.domain, "domain");
  const records = recordsOf(organizationId, body.domain, await findingsOf(body.domain));
  const taken = await isTakenByOthers(cx, body.domain, organizationId);
  return {
    valid: !taken && records.every(({ status }) => status === "found"),
    reason: taken ? "taken" : null,
    message: taken ? domainWords.taken : null,
    records,
    certificate: domainHosting() ? "pending" : "not_applicable",
  };
}

const isTakenByOthers = (cx: Cx, domain: string, organizationId: string) =>
  lend(cx.tx, "system", async (tx) => {
    const others = and(
      eq(siteDomains.domain, domain),
      ne(siteDomains.status, "pending"),
      ne(siteDomains.organizationId, organizationId),
    );
    return (await tx.$count(siteDomains, others)) > 0;
  });

/** Refuses what is no domain of the world, or is one of ours. */
export function mustBeDomain(domain: string, path: string): void {
  if (isOwnDomain(domain)) return;
  const message = "is not a domain of your own, such as www.ada-luca.com";
  throw new AppError("invalid", { detail: `${path}: ${message}`, errors: [{ path, message }] });
}

type Row = typeof siteDomains.$inferSelect;

/** A domain's row as the API says it. */
export const asDomain = (row: Row): Returned<typeof getContract> => ({
  siteId: row.siteId,
  domain: row.domain,
  status: row.status,
  error: row.error,
  message: row.error && domainWords[row.error],
  // What was never looked up is shown all the same: these are the records to set.
  records:
    (row.records as SiteDomain["records"]).length > 0 ? (row.records as SiteDomain["records"]) : unseen(row),
  certificate: domainHosting() ? (row.status === "active" ? "ready" : "pending") : "not_applicable",
  checkedAt: row.checkedAt,
  failingSince: row.failingSince,
});

const unseen = ({ organizationId, domain }: Row): SiteDomain["records"] =>
  recordsOf(organizationId, domain, { txt: null, cname: null, addresses: null, ours: [] });

/** The domain that a site has or waits for, as it was last looked at. Throws not_found where there is none. */
export const getSiteDomain = async (cx: Cx, { params }: Input<typeof getContract>) =>
  asDomain(await domainOfSite(cx, params.id));

/** A site's domain as a row. Throws not_found. */
export async function domainOfSite(cx: Pick<Cx, "tx">, siteId: string): Promise<Row> {
  const [row] = await cx.tx.select().from(siteDomains).where(eq(siteDomains.siteId, siteId));
  if (!row) throw notFound();
  return row;
}
