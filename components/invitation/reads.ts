import type { Given } from "@/lib/http/endpoint";
import type { listSites } from "@/lib/sites/contract";

/** How a project's invitation is asked for: the first site it made. */
export const sitesInput = (projectId: string): Given<typeof listSites> => ({
  params: { id: projectId },
  query: { limit: 1, sort: "createdAt" },
});
