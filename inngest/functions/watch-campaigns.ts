import { inngest } from "@/lib/clients/inngest";
import { wakeStalledCampaigns } from "@/lib/messaging/delivery/watch/mutations";

/** Each minute: wakes campaigns that should be moving and are not. */
export const watchCampaigns = inngest().createFunction(
  { id: "watch-campaigns", triggers: [{ cron: "* * * * *" }] },
  ({ step }) => step.run("wake", wakeStalledCampaigns),
);
