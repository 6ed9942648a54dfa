import type { Given } from "@/lib/http/endpoint";
import type { listProjects } from "@/lib/projects/contract";

/** How the sidebar, the palette and the project list ask for projects: one answer for all three. */
export const projectsInput = { query: { limit: 200 } } satisfies Given<typeof listProjects>;
