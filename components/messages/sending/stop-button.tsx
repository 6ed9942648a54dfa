"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Confirm } from "@/components/shell/confirm";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { type Campaign, cancelCampaign } from "@/lib/messaging/contract";
import { ofCampaign } from "../reads";

/** Ends a message for good: nothing begins it again, so it is asked once, and the way to hold it is named. */
export function StopButton({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("sending");
  const [open, setOpen] = useState(false);
  const cancel = useWrite(cancelCampaign, { refresh: ofCampaign, onSuccess: () => setOpen(false) });
  const label = t(campaign.trigger ? "turnOff" : "stop");
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t(campaign.trigger ? "turnOffTitle" : "stopTitle")}
        text={t(campaign.status === "paused" ? "stopPausedText" : "stopText")}
        label={label}
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ params: { id: campaign.id } })}
      />
    </>
  );
}
