"use client";

import { Eye } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import type { Campaign } from "@/lib/messaging/contract";
import { withWordsOf } from "@/lib/messaging/waterfall/policy";
import { MessagePreview } from "./message-preview";
import { usePreview } from "./use-preview";

/** The words of a message on its way, as one of its guests gets them, by each of its channels. */
export function MessageSheet({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("messages");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        <Eye aria-hidden />
        {t("showMessage")}
      </Button>
      <Sheet open={open} onOpenChange={setOpen}>
        <SheetContent title={campaign.name} className="sm:w-160">
          <Words campaign={campaign} />
        </SheetContent>
      </Sheet>
    </>
  );
}

function Words({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("messages");
  const [channel, setChannel] = useState(campaign.channel);
  const [guestId, setGuestId] = useState<string | null>(null);
  const step = campaign.fallback.find((one) => one.channel === channel);
  const words = step ? withWordsOf(campaign, step) : campaign;
  const preview = usePreview(words, guestId);
  return (
    <div className="-mx-5 -my-4 flex min-h-[calc(100%+2rem)] flex-col bg-muted">
      {campaign.fallback.length > 0 ? (
        <Segmented
          label={t("channel")}
          value={channel}
          onChange={setChannel}
          choices={[campaign, ...campaign.fallback].map((one) => ({
            value: one.channel,
            content: t(`channel_${one.channel}`),
          }))}
          className="mx-5 mt-4 self-start"
        />
      ) : null}
      <MessagePreview
        campaign={words}
        shown={preview.message}
        failed={preview.failed}
        onGuest={setGuestId}
        className="flex-1"
      />
    </div>
  );
}
