"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { placeOf } from "@/components/shell/places";
import { useAddress } from "@/components/shell/use-address";
import { useWrite } from "@/components/shell/use-contract";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { createCampaign, listCampaigns } from "@/lib/messaging/contract";
import { ChannelChoice } from "./channel-choice";
import { type Channel, starts, wordsOf } from "./starts";

/** What kind of message it is; each begins with words that can be sent as they are, by e-mail unless said otherwise. */
export function NewMessage({ projectId }: { projectId: string }) {
  const t = useTranslations("messages");
  const router = useRouter();
  const { search, set } = useAddress();
  const [channel, setChannel] = useState<Channel>("email");
  const create = useWrite(createCampaign, {
    refresh: [listCampaigns],
    onSuccess: (campaign) => router.push(`${placeOf(projectId, "messages")}/${campaign.id}`),
  });
  return (
    <Dialog open={search.get("new") === "message"} onOpenChange={(open) => open || set({ new: null })}>
      <DialogContent title={t("newTitle")} description={t("newText")}>
        <ul className="-mx-2 grid gap-0.5">
          {starts.map(({ key, icon: Icon, audience }) => (
            <li key={key}>
              <button
                type="button"
                disabled={create.isPending || create.isSuccess}
                onClick={() =>
                  create.mutate({
                    params: { id: projectId },
                    body: { name: t(`start_${key}`), channel, ...wordsOf(t, key, channel), audience },
                  })
                }
                className="flex w-full items-start gap-3 rounded-md px-2 py-2.5 text-left focus-visible:-outline-offset-2 transition-colors hover:bg-accent disabled:opacity-45"
              >
                <Icon
                  aria-hidden
                  strokeWidth={1.75}
                  className="mt-0.5 size-4 shrink-0 text-muted-foreground"
                />
                <span className="min-w-0">
                  <span className="block font-medium">{t(`start_${key}`)}</span>
                  <span className="block text-muted-foreground text-sm">{t(`start_${key}_help`)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        <div className="mt-3 border-t pt-4">
          <ChannelChoice projectId={projectId} value={channel} onChange={setChannel} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
