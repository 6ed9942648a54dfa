import type { Given } from "@/lib/http/endpoint";
import type { listMembers } from "@/lib/orgs/contract";
import type { listDoorPasses } from "@/lib/orgs/door-passes/contract";
import type { listApiKeys } from "@/lib/orgs/keys/contract";

/** How the team page asks, on the server and in the browser. */
export const membersInput = (id: string) =>
  ({ params: { id }, query: { limit: 200 } }) satisfies Given<typeof listMembers>;
export const passesInput = (id: string) =>
  ({ params: { id }, query: { limit: 50 } }) satisfies Given<typeof listDoorPasses>;
export const keysInput = (id: string) =>
  ({ params: { id }, query: { limit: 50 } }) satisfies Given<typeof listApiKeys>;
