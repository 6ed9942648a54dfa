import { inngest } from "@/lib/clients/inngest";
import {
  type DomainReleased,
  type DomainWanted,
  domainReleased,
  domainWanted,
} from "@/lib/sites/domain/events";
import { checkDomain, dueDomains, forgetDomain } from "@/lib/sites/domain/mutations";

/** Looks a site's own domain up as soon as it is asked for. */
export const checkDomainWanted = inngest().createFunction(
  { id: "check-domain", triggers: [{ event: domainWanted }] },
  ({ event, step }) => step.run("look", () => checkDomain(event.data as DomainWanted)),
);

/** Each minute: looks again at the domains that are due; one that fails keeps no other waiting. */
export const checkDueDomains = inngest().createFunction(
  { id: "check-due-domains", triggers: [{ cron: "* * * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => {
    const due = await step.run("due", dueDomains);
    await step.run("look", async () => {
      const looks = await Promise.allSettled(due.map(checkDomain));
      return looks.filter(({ status }) => status === "rejected").length;
    });
  },
);

/** Makes the platform forget a domain that a site gave up. */
export const forgetReleasedDomain = inngest().createFunction(
  { id: "forget-domain", triggers: [{ event: domainReleased }] },
  ({ event, step }) => step.run("forget", () => forgetDomain(event.data as DomainReleased)),
);
