import { deliverCampaign } from "@/lib/messaging/delivery/mutations";

// A worker as a process of its own, to be killed: a campaign by the carriers of all of its channels.
const [organizationId, campaignId] = process.argv.slice(2) as [string, string];
for (;;) {
  const { done, waitSeconds } = await deliverCampaign({ organizationId, campaignId });
  if (done || waitSeconds > 60) process.exit(0);
}
