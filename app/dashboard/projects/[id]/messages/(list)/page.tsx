import type { Metadata } from "next";
import { MessagesScreen } from "@/components/messages/messages-screen";
import { campaignsInput } from "@/components/messages/reads";
import { first, Hydrate } from "@/components/shell/hydrate";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { listCampaigns } from "@/lib/messaging/contract";
import * as messages from "@/lib/messaging/queries";

export const metadata: Metadata = { title: translator("messages")("title") };

/** The messages of a project. */
export default async function MessagesPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const given = campaignsInput(id);
  const list = await load(listCampaigns, messages.listCampaigns, given);
  return (
    <Hydrate entries={[first(listCampaigns, given, list)]}>
      <MessagesScreen projectId={id} />
    </Hydrate>
  );
}
