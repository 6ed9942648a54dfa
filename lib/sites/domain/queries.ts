import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { labelProblem, labelWords, normalizeLabel, suggestionsFor } from "../policy";
import { takenAmong } from "../queries";
import type {
  validateCustomDomain as domainContract,
  validateSubdomain as subdomainContract,
} from "./contract";
import { isOwnDomain, lookUpDomain } from "./policy";

/** Whether a label may be a site's address, why not, and three that may. */
export async function validateSubdomain(
  cx: Cx,
  { body }: Input<typeof subdomainContract>,
): Promise<Returned<typeof subdomainContract>> {
  const label = normalizeLabel(body.subdomain);
  const ideas = suggestionsFor(body.subdomain, cx.now.getUTCFullYear() + 1);
  const taken = await takenAmong([label, ...ideas], cx.scope.organizationIds);
  const reason = labelProblem(label) ?? (taken.has(label) ? ("taken" as const) : null);
  const suggestions = reason ? ideas.filter((idea) => idea !== label && !taken.has(idea)).slice(0, 3) : [];
  return { available: reason === null, reason, message: reason && labelWords[reason], suggestions };
}

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
  if (!isOwnDomain(body.domain)) {
    throw new AppError("invalid", {
      detail: "domain: is not a domain of your own, such as www.ada-luca.com",
      errors: [{ path: "domain", message: "is not a domain of your own, such as www.ada-luca.com" }],
    });
  }
  const records = await lookUpDomain(organizationId, body.domain);
  return {
    valid: records.every(({ status }) => status === "found"),
    records,
    certificate: process.env.VERCEL ? "pending" : "not_applicable",
  };
}
