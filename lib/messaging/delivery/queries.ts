import { eq, sql } from "drizzle-orm";
import { messagingCampaigns as campaigns } from "@/db/schema";
import { mailProvider } from "@/lib/clients/email/provider";
import { twilioProvider } from "@/lib/clients/text/twilio";
import type { Cx } from "@/lib/http/cx";
import type { Channel } from "../audience/policy";
import { stepsOf } from "../waterfall/policy";
import type { Carrier } from "./policy";

/** Who takes messages of a channel; null where the installation has nobody for it. */
export const carrierFor = (channel: Channel): Carrier | null =>
  channel === "email" ? mailProvider() : twilioProvider(channel);

/**
 * The channels by which a campaign's messages leave now; `gone` when the campaign is, or its hosts send it
 * themselves. Beside the channel of its step
 * there are others only at its beginning, for those whom its own does not reach.
 */
export async function channelsOf(cx: Cx, campaignId: string): Promise<Channel[] | "gone"> {
  const [row] = await cx.tx
    .select({
      channel: campaigns.channel,
      fallback: campaigns.fallback,
      step: campaigns.step,
      run: campaigns.run,
      sender: campaigns.sender,
    })
    .from(campaigns)
    .where(eq(campaigns.id, campaignId));
  if (row?.sender !== "provider") return "gone";
  const steps = stepsOf(row);
  const present = steps[row.step - 1]?.channel ?? row.channel;
  const others = steps.map(({ channel }) => channel).filter((channel) => channel !== present);
  if (row.step > 0 || others.length === 0) return [present];
  const open = await cx.tx.execute<{ channel: Channel }>(sql`
    select channel from message_jobs
     where campaign_id = ${campaignId} and run = ${row.run} and status = 'queued' and batch_id is null
    union
    select channel from message_batches where campaign_id = ${campaignId} and status in ('frozen', 'sending')`);
  return [present, ...others.filter((other) => open.some(({ channel }) => channel === other))];
}
