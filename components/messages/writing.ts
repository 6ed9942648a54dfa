import type { Given } from "@/lib/http/endpoint";
import type { Campaign, updateCampaign } from "@/lib/messaging/contract";

/** What each channel's form is given: the draft, how it is changed, and what the server refused. */
export type Writing = {
  draft: Campaign;
  change: (patch: NonNullable<Given<typeof updateCampaign>["body"]>) => void;
  errors: Record<string, string>;
  disabled: boolean;
};
