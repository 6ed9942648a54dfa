/** What the domain tells the jobs server. Functions read the state themselves; the data only says where to look. */

/** A campaign was approved: now or at its time it is to be sent. */
export const campaignApproved = "messaging/campaign.approved";
/** The watchdog found a campaign that nobody moves. */
export const campaignStalled = "messaging/campaign.stalled";
/** A worker has done its share of a large campaign; the next one goes on. */
export const campaignContinued = "messaging/campaign.continued";
/** Every message has left, or will not. */
export const campaignSent = "messaging/campaign.sent";
/** Mails of an organization came back, or people complained about them. */
export const mailsReturned = "messaging/mails.returned";
/** Somebody wants the message in their own inbox or on their own phone. */
export const testCampaign = "messaging/campaign.test-requested";

export type CampaignToSend = { organizationId: string; campaignId: string };
export type TestRequested = {
  organizationId: string;
  campaignId: string;
  /** As it was when the test was asked for, which is what `to` is an address of. */
  channel: "email" | "sms" | "whatsapp";
  to: string;
  guestId: string | null;
  /** Who is told when it is not taken; null for an API key. */
  author: string | null;
};
