"use client";

import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import type { Contract } from "@/lib/http/endpoint";
import type { Campaign } from "@/lib/messaging/contract";
import { scheduleCampaign } from "@/lib/messaging/control/contract";
import { TimeField } from "./time-field";

/** Gives a message that has not begun another time, or lets it leave now. */
export function Reschedule({
  campaign,
  zone,
  refresh,
  children,
}: {
  campaign: Campaign;
  zone: string;
  refresh: Contract[];
  children: ReactElement;
}) {
  const t = useTranslations("sending");
  const sentence = useSentence();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(campaign.scheduledAt);
  const schedule = useWrite(scheduleCampaign, { quiet: true, refresh, onSuccess: () => setOpen(false) });
  const set = (scheduledAt: string | null) =>
    schedule.mutate({ params: { id: campaign.id }, body: { scheduledAt } });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        schedule.reset();
        setAt(campaign.scheduledAt);
        setOpen(next);
      }}
    >
      <DialogTrigger asChild>{children}</DialogTrigger>
      <DialogContent
        title={t("reschedule")}
        description={t("rescheduleText")}
        footer={
          <>
            <Button busy={schedule.isPending} onClick={() => set(null)}>
              {t("leaveNow")}
            </Button>
            <Button variant="primary" busy={schedule.isPending} disabled={!at} onClick={() => set(at)}>
              {t("setTime")}
            </Button>
          </>
        }
      >
        <div className="grid gap-3">
          {schedule.error ? <Alert live tone="error" title={sentence(schedule.error)} /> : null}
          <TimeField value={at} zone={zone} onChange={setAt} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
