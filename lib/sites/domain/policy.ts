import { Resolver } from "node:dns/promises";
import { pseudonym } from "@/lib/clients/crypto";
import { env } from "@/lib/clients/env";

export type DomainRecord = {
  type: "TXT" | "CNAME";
  name: string;
  value: string;
  status: "found" | "missing" | "different" | "unknown";
  found: string[];
};

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Whether a text is a full domain name (RFC 1035) outside the installation's own. */
export function isOwnDomain(domain: string): boolean {
  const ours = env().SITES_DOMAIN.replace(/:\d+$/, "");
  return DOMAIN.test(domain) && domain !== ours && !domain.endsWith(`.${ours}`);
}

/** The value that proves, in the domain's own DNS, that this organization was let in. */
export const proofOf = (organizationId: string, domain: string): string =>
  `eios-site=${pseudonym(`${organizationId} ${domain}`, "custom-domain")}`;

type Lookup = (resolver: Resolver, name: string) => Promise<string[]>;

async function look(lookup: Lookup, name: string): Promise<string[] | null> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  try {
    return await lookup(resolver, name);
  } catch (error) {
    const code = (error as { code?: string }).code;
    // The name or the record is not there: an answer. Anything else is no answer at all.
    return code === "ENOTFOUND" || code === "ENODATA" ? [] : null;
  }
}

const bare = (name: string) => name.toLowerCase().replace(/\.$/, "");

function recordOf(
  type: DomainRecord["type"],
  name: string,
  value: string,
  found: string[] | null,
): DomainRecord {
  const same = found?.some((one) => bare(one) === bare(value));
  const status = found === null ? "unknown" : same ? "found" : found.length > 0 ? "different" : "missing";
  return { type, name, value, status, found: (found ?? []).slice(0, 10) };
}

/** The two records of a domain as the DNS has them now: ownership (TXT), and the way to us (CNAME). */
export async function lookUpDomain(organizationId: string, domain: string): Promise<DomainRecord[]> {
  const proofAt = `_eios.${domain}`;
  const target = env().SITES_DOMAIN.replace(/:\d+$/, "");
  const [txt, cname] = await Promise.all([
    look(async (resolver, name) => (await resolver.resolveTxt(name)).map((parts) => parts.join("")), proofAt),
    look((resolver, name) => resolver.resolveCname(name), domain),
  ]);
  return [
    recordOf("TXT", proofAt, proofOf(organizationId, domain), txt),
    recordOf("CNAME", domain, target, cname),
  ];
}
