import type { domainErrors, domainStatuses } from "@/db/schema/sites";
import { pseudonym } from "@/lib/clients/crypto";
import type { Answer } from "@/lib/clients/dns";
import type { Hosted } from "@/lib/clients/domain-hosting";
import { appHost, env } from "@/lib/clients/env";

export type DomainRecord = {
  type: "TXT" | "CNAME" | "A";
  name: string;
  value: string;
  status: "found" | "missing" | "different" | "unknown";
  found: string[];
};
export type DomainStatus = (typeof domainStatuses)[number];
export type DomainError = (typeof domainErrors)[number];

/** Words for a person, by what keeps a domain from being served. */
export const domainWords: Record<DomainError, string> = {
  unresolvable: "This domain is not known to the DNS yet. Check its spelling, or register it first.",
  unproven: "The TXT record that proves the domain is yours is not there yet.",
  pointing_nowhere: "The domain is yours, but it leads nowhere yet. Set the second record.",
  pointing_elsewhere:
    "The domain leads to another server. Change its record, and turn off any proxy before it.",
  taken: "This domain is in use by another organization here. It has to be removed there first.",
  refused: "The hosting platform does not take this domain. Try another one.",
  no_answer: "The DNS does not answer at the moment. We look again by ourselves.",
};

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
// RFC 6761, 6762, 7686, 8375 and 9476: names that the DNS of the world does not know.
const NOWHERE = /(^|\.)(localhost|local|internal|home\.arpa|arpa|onion|alt|test|example|invalid|lan)$/;

const bareHost = (host: string) => host.replace(/:\d+$/, "");

/** Whether a text is a full domain name (RFC 1035) that the world knows, outside the installation's own. */
export function isOwnDomain(domain: string): boolean {
  if (!DOMAIN.test(domain) || NOWHERE.test(domain)) return false;
  const app = bareHost(appHost());
  const ours = [bareHost(env().SITES_DOMAIN), app, app.replace(/^app\./, "")];
  return ours.every((one) => domain !== one && !domain.endsWith(`.${one}`));
}

/** The name under which a domain proves whose it is. */
export const proofName = (domain: string): string => `_eios.${domain}`;

/** The value that proves, in the domain's own DNS, that this organization was let in. */
export const proofOf = (organizationId: string, domain: string): string =>
  `eios-site=${pseudonym(`${organizationId} ${domain}`, "custom-domain")}`;

/** The name that a domain's record leads to. */
export const target = (): string => bareHost(env().SITES_DOMAIN);

/** What was found when a domain was looked at; null where nobody answered. */
export type Findings = { txt: Answer; cname: Answer; addresses: Answer; ours: string[] };

const bare = (name: string) => name.toLowerCase().replace(/\.$/, "");

function recordOf(type: DomainRecord["type"], name: string, values: string[], found: string[] | undefined) {
  const same = found?.some((one) => values.some((value) => bare(one) === bare(value)));
  const status =
    found === undefined ? "unknown" : same ? "found" : found.length > 0 ? "different" : "missing";
  return {
    type,
    name,
    value: values[0] ?? "",
    status,
    found: (found ?? []).slice(0, 10),
  } satisfies DomainRecord;
}

/**
 * The two records of a domain as the DNS has them: ownership (TXT), and the way to us. A name below a registered
 * domain takes a CNAME; a bare one cannot (RFC 1034, 3.6.2) and takes our address, where we have one to tell. Either
 * is right however it gets here: a chain of names, or an ALIAS, ends at our addresses too.
 */
export function recordsOf(organizationId: string, domain: string, found: Findings): DomainRecord[] {
  const proof = recordOf("TXT", proofName(domain), [proofOf(organizationId, domain)], found.txt?.values);
  const byName = recordOf("CNAME", domain, [target()], found.cname?.values);
  const byAddress = recordOf("A", domain, found.ours, found.addresses?.values);
  if (byName.status === "found") return [proof, byName];
  if (byAddress.status === "found") {
    return [
      proof,
      domain.split(".").length > 2 ? { ...byName, status: "found", found: byAddress.found } : byAddress,
    ];
  }
  const isBare = domain.split(".").length === 2 && found.ours.length > 0;
  if (isBare) return [proof, byAddress];
  // A name with addresses and no CNAME leads somewhere as well.
  const elsewhere = byName.status === "missing" && byAddress.found.length > 0;
  return [proof, elsewhere ? { ...byName, status: "different", found: byAddress.found } : byName];
}

/**
 * How far a domain is. pending → verified by its TXT record, verified → active by its CNAME or address and the
 * platform's word. Silence of the DNS changes nothing: what was active stays so.
 */
export function stateOf(
  now: DomainStatus,
  records: readonly DomainRecord[],
  found: Findings,
  elsewhere: { taken: boolean; hosted: Hosted | null },
): { status: DomainStatus; error: DomainError | null } {
  const [proof, way] = records;
  if (proof!.status === "unknown") return { status: now, error: "no_answer" };
  if (proof!.status !== "found") {
    const unknown =
      found.txt?.exists === false && found.cname?.exists === false && found.addresses?.exists === false;
    return { status: "pending", error: unknown ? "unresolvable" : "unproven" };
  }
  if (elsewhere.taken) return { status: "pending", error: "taken" };
  if (way!.status === "unknown") return { status: now === "pending" ? "verified" : now, error: "no_answer" };
  if (way!.status === "missing") return { status: "verified", error: "pointing_nowhere" };
  if (way!.status === "different") return { status: "verified", error: "pointing_elsewhere" };
  const { hosted } = elsewhere;
  if (hosted?.state === "taken" || hosted?.state === "refused")
    return { status: "verified", error: hosted.state };
  return { status: hosted === null || hosted.state === "ready" ? "active" : "verified", error: null };
}

const MINUTE = 60_000;

/** When to look again, in milliseconds: soon while somebody waits, then rarely; an active one twice a day. */
export const nextLook = (status: DomainStatus, checks: number): number =>
  status === "active" ? 12 * 60 * MINUTE : Math.min(MINUTE * 1.3 ** Math.min(checks, 40), 6 * 60 * MINUTE);

/** An active domain that has not been in order for so long is given up, so that links do not lead nowhere for ever. */
export const PATIENCE_MS = 3 * 24 * 60 * MINUTE;
