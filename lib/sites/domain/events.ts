/** A site asks for a domain of its own, or may have come further: it is to be looked at. */
export const domainWanted = "sites/domain.wanted";
/** A site gave a domain up: the platform is to forget it. */
export const domainReleased = "sites/domain.released";

export type DomainWanted = { organizationId: string; domainId: string };
export type DomainReleased = { organizationId: string; domain: string };
