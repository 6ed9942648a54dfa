import { inngest } from "@/lib/clients/inngest";
import { runAsJob } from "@/lib/http/job";
import { factsChanged } from "@/lib/sites/publishing/events";
import { recompileSites } from "@/lib/sites/publishing/mutations";

type FactsChanged = { organizationId: string; projectId: string };

/** A changed fact reaches the published pages: they are compiled anew, and caches forget the old ones. */
export const recompileSitesOnFacts = inngest().createFunction(
  { id: "recompile-sites", triggers: [{ event: factsChanged }] },
  async ({ event, step }) => {
    const { organizationId, projectId } = event.data as FactsChanged;
    await step.run("recompile", () =>
      runAsJob("recompile-sites", organizationId, (cx) => recompileSites(cx, projectId)),
    );
  },
);
