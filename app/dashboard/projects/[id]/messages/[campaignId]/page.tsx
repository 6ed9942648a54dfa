import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { tagsInput } from "@/components/guests/reads";
import { CampaignScreen } from "@/components/messages/campaign-screen";
import { first, Hydrate } from "@/components/shell/hydrate";
import { listTags } from "@/lib/guests/tags/contract";
import * as tags from "@/lib/guests/tags/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { getCampaign } from "@/lib/messaging/contract";
import * as messages from "@/lib/messaging/queries";

export const metadata: Metadata = { title: translator("messages")("title") };

/** One message: its composer, or its report. */
export default async function CampaignPage({
  params,
}: {
  params: Promise<{ id: string; campaignId: string }>;
}) {
  const { id, campaignId } = await params;
  const given = { params: { id: campaignId } };
  const [campaign, known] = await Promise.all([
    load(getCampaign, messages.getCampaign, given),
    load(listTags, tags.listTags, tagsInput(id)),
  ]);
  if (campaign.projectId !== id) notFound();
  return (
    <Hydrate entries={[first(getCampaign, given, campaign), first(listTags, tagsInput(id), known)]}>
      <CampaignScreen projectId={id} campaignId={campaignId} />
    </Hydrate>
  );
}
