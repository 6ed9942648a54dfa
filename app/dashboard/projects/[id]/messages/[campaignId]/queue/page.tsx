import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { HostQueueScreen } from "@/components/messages/host-queue";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { getCampaign } from "@/lib/messaging/contract";
import * as messages from "@/lib/messaging/queries";

export const metadata: Metadata = { title: translator("messages")("queueTitle") };

/** Messages that a host sends from their own phone, one tap each. */
export default async function QueuePage({ params }: { params: Promise<{ id: string; campaignId: string }> }) {
  const { id, campaignId } = await params;
  const campaign = await load(getCampaign, messages.getCampaign, { params: { id: campaignId } });
  if (campaign.projectId !== id || campaign.sender !== "host") notFound();
  return <HostQueueScreen projectId={id} campaignId={campaignId} name={campaign.name} />;
}
