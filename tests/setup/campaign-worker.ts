import { mailProvider } from "@/lib/clients/email/provider";
import { deliverRound } from "@/lib/messaging/delivery/mutations";

// A worker as a process of its own, to be killed: what inngest/functions/send-campaign does, without the jobs server.
const [organizationId, campaignId] = process.argv.slice(2) as [string, string];
process.stdout.write("ready\n");
for (;;) {
  const { done } = await deliverRound({ organizationId, campaignId }, mailProvider());
  if (done) process.exit(0);
}
