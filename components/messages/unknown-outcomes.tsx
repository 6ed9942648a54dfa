"use client";

import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Confirm } from "@/components/shell/confirm";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { type Campaign, getCampaign } from "@/lib/messaging/contract";
import { getCampaignStats, listMessageJobs } from "@/lib/messaging/report/contract";
import { decideUnknown } from "@/lib/messaging/unknown/contract";

/** Messages of which nobody knows whether they left: the host decides, once. */
export function UnknownOutcomes({
  campaign,
  count,
  mayEdit,
}: {
  campaign: Campaign;
  count: number;
  mayEdit: boolean;
}) {
  const t = useTranslations("messages");
  const [asking, setAsking] = useState(false);
  const decide = useWrite(decideUnknown, {
    refresh: [getCampaign, getCampaignStats, listMessageJobs],
    onSettled: () => setAsking(false),
    onSuccess: ({ decided }, { body }) =>
      toast.success(
        t(body?.decision === "sent" ? "unknown_saidSent" : "unknown_saidAgain", { count: decided }),
      ),
  });
  const say = (decision: "sent" | "again") =>
    decide.mutate({ params: { id: campaign.id }, body: { decision } });
  const stopped = campaign.status === "cancelled" || campaign.status === "failed";
  return (
    <section
      aria-labelledby="unknown"
      className="mx-4 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border border-warning/40 px-4 py-3 md:mx-8"
    >
      <div className="min-w-0 flex-1 basis-64">
        <h2 id="unknown" className="font-medium">
          {t("unknown_title", { count })}
        </h2>
        <p className="text-muted-foreground text-sm">{t("unknown_text")}</p>
      </div>
      {mayEdit ? (
        <div className="flex flex-wrap gap-2">
          <Button busy={decide.isPending && !asking} disabled={asking} onClick={() => say("sent")}>
            {t("unknown_sent")}
          </Button>
          {stopped ? null : <Button onClick={() => setAsking(true)}>{t("unknown_again")}</Button>}
        </div>
      ) : null}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t("unknown_sure", { count })}
        text={t("unknown_sureText")}
        label={t("unknown_again")}
        busy={decide.isPending}
        onConfirm={() => say("again")}
      />
    </section>
  );
}
