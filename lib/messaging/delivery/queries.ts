import { eq } from "drizzle-orm";
import { messagingCampaigns as campaigns } from "@/db/schema";
import { mailProvider } from "@/lib/clients/email/provider";
import { twilioProvider } from "@/lib/clients/text/twilio";
import type { Cx } from "@/lib/http/cx";
import type { Channel } from "../audience/policy";
import type { Carrier } from "./policy";

/** Who takes messages of a channel; null where the installation has nobody for it. */
export const carrierFor = (channel: Channel): Carrier | null =>
  channel === "email" ? mailProvider() : twilioProvider(channel);

/** Who takes a campaign's messages; `gone` when the campaign is. */
export async function carrierOf(cx: Cx, campaignId: string): Promise<Carrier | null | "gone"> {
  const [row] = await cx.tx
    .select({ channel: campaigns.channel })
    .from(campaigns)
    .where(eq(campaigns.id, campaignId));
  return row ? carrierFor(row.channel) : "gone";
}
