import type { resolveEntitlements } from "@/lib/entitlements/contract";
import type { Given } from "@/lib/http/endpoint";
import type { resolveSettings } from "@/lib/settings/contract";

/** How the page asks what an organization's settings are. */
export const settingsInput = (organizationId: string) =>
  ({ body: { organizationId } }) satisfies Given<typeof resolveSettings>;

/** How it asks what of the plan is used. */
export const usageInput = (organizationId: string) =>
  ({ query: { organizationId } }) satisfies Given<typeof resolveEntitlements>;
