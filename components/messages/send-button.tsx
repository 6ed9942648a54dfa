"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Confirm } from "@/components/shell/confirm";
import { useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { queryKey } from "@/lib/http/client";
import type { Output } from "@/lib/http/endpoint";
import { approveCampaign, type Campaign, getCampaign } from "@/lib/messaging/contract";
import { getReadiness } from "@/lib/messaging/readiness/contract";
import { getProject } from "@/lib/projects/contract";
import { ofCampaign } from "./reads";
import { useAsks } from "./sending/second-person";
import { Summary } from "./sending/summary";
import { plainSubject } from "./subject";

/** "Send to 142 guests": nothing brings a sent mail back, so it is asked once. */
export function SendButton({
  campaign,
  readiness,
  flush,
}: {
  campaign: Campaign;
  readiness: Output<typeof getReadiness> | undefined;
  flush: () => Promise<boolean>;
}) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const project = useRead(getProject, { params: { id: campaign.projectId } }).data;
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const approve = useWrite(approveCampaign, {
    quiet: true,
    refresh: [...ofCampaign, getReadiness],
    onSuccess: (approved) => {
      setOpen(false);
      queries.setQueryData(queryKey(getCampaign, { params: { id: approved.id } }), approved);
    },
  });
  const asks = useAsks(campaign);
  const s = useTranslations("sending");
  const count = readiness?.audience.total ?? 0;
  const deed = asks ? "ask" : deedOf(campaign);
  const isPlain = deed === "send" && campaign.fallback.length === 0;
  const label = s(deed, { count });
  const excluded = (readiness?.audience.matched ?? 0) - count;
  return (
    <>
      <Button
        variant="primary"
        disabled={!readiness?.ready || (asks && campaign.status === "awaiting_approval")}
        onClick={() => {
          approve.reset();
          void flush().then((saved) => saved && setOpen(true));
        }}
      >
        {label}
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={s(`${deed}Title`, { count })}
        text={
          deed === "ask" || deed === "prepare" || isPlain ? (
            s(`${deed as "send"}Text`)
          ) : (
            <Summary campaign={campaign} />
          )
        }
        label={label}
        variant="primary"
        busy={approve.isPending}
        onConfirm={() => approve.mutate({ params: { id: campaign.id } })}
      >
        <div className="grid gap-3">
          {approve.error ? <Alert live tone="error" title={sentence(approve.error)} /> : null}
          <dl className="grid gap-1">
            <div className="flex justify-between gap-4">
              <dt className="shrink-0 text-muted-foreground">
                {t(campaign.channel === "email" ? "subject" : "channel")}
              </dt>
              <dd className="min-w-0 truncate">
                {campaign.channel === "email"
                  ? plainSubject(campaign.subject, project)
                  : t(`channel_${campaign.channel}`)}
              </dd>
            </div>
            {excluded > 0 ? (
              <div className="flex justify-between gap-4">
                <dt className="text-muted-foreground">{t("leftOut")}</dt>
                <dd>{t("guests", { count: excluded })}</dd>
              </div>
            ) : null}
          </dl>
        </div>
      </Confirm>
    </>
  );
}

/** What approving makes of a message: it leaves, at its time or by itself, or waits for its hosts' own phones. */
function deedOf({ sender, trigger, scheduledAt }: Campaign): "send" | "schedule" | "turnOn" | "prepare" {
  if (sender === "host") return "prepare";
  if (trigger) return "turnOn";
  return scheduledAt ? "schedule" : "send";
}
