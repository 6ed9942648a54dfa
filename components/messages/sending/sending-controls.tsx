"use client";

import { CalendarClock, Pause, Play } from "lucide-react";
import { useTranslations } from "use-intl";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import type { Campaign } from "@/lib/messaging/contract";
import { pauseCampaign, resumeCampaign } from "@/lib/messaging/control/contract";
import { moving, ofCampaign as refresh } from "../reads";
import { Reschedule } from "./reschedule";
import { daysOf } from "./summary";
import { useWaits } from "./use-waits";
import { useMoment, useZone } from "./use-zone";

const ended = new Set<Campaign["status"]>(["sent", "cancelled", "failed"]);

/** What a message on its way waits for, and the ways to hold it, let it go on, or give it another time. */
export function SendingControls({ campaign, mayEdit }: { campaign: Campaign; mayEdit: boolean }) {
  const t = useTranslations("sending");
  const zone = useZone(campaign);
  const given = { params: { id: campaign.id } };
  const pause = useWrite(pauseCampaign, { refresh });
  const resume = useWrite(resumeCampaign, { refresh });
  const { status, trigger, startedAt } = campaign;
  const waits = useWaits(campaign);
  const canMove = trigger === null && startedAt === null && (moving.has(status) || status === "paused");
  if (ended.has(status) && campaign.fallback.length === 0) return null;
  return (
    <section className="grid gap-3">
      {waits || !ended.has(status) ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p role="status" className="min-w-0 flex-1 basis-64">
            {waits}
          </p>
          {mayEdit ? (
            <span className="flex flex-wrap gap-2">
              {canMove ? (
                <Reschedule campaign={campaign} zone={zone} refresh={refresh}>
                  <Button>
                    <CalendarClock aria-hidden />
                    {t("reschedule")}
                  </Button>
                </Reschedule>
              ) : null}
              {moving.has(status) ? (
                <Button busy={pause.isPending} onClick={() => pause.mutate(given)}>
                  <Pause aria-hidden />
                  {t("pause")}
                </Button>
              ) : null}
              {status === "paused" ? (
                <Button variant="primary" busy={resume.isPending} onClick={() => resume.mutate(given)}>
                  <Play aria-hidden />
                  {t("resume")}
                </Button>
              ) : null}
            </span>
          ) : null}
        </div>
      ) : null}
      {campaign.fallback.length > 0 ? <Steps campaign={campaign} zone={zone} /> : null}
    </section>
  );
}

/** The ways by which a message is sent, one after the other, and how far each is. */
function Steps({ campaign, zone }: { campaign: Campaign; zone: string }) {
  const t = useTranslations("sending");
  const moment = useMoment(zone);
  const { status, channel, fallback, step, nextStepAt } = campaign;
  const begun = campaign.startedAt !== null;
  const standing = (at: number) => {
    if (at < step || (begun && at === step && (status === "sent" || nextStepAt))) return t("stepDone");
    if (at === step && begun && status === "sending") return t("stepNow");
    if (at === step + 1 && nextStepAt && status === "sending")
      return t("stepAt", { when: moment(nextStepAt) });
    return at === 0 ? null : t("stepLater", { days: daysOf(fallback[at - 1]!.afterHours) });
  };
  return (
    <ol aria-label={t("stepsOf")} className="flex flex-wrap gap-x-6 gap-y-1">
      {[channel, ...fallback.map((one) => one.channel)].map((one, at) => (
        <li key={one} className="flex gap-2">
          <span className="font-medium">{t(`Channel_${one}`)}</span>
          <span className="text-muted-foreground">{standing(at)}</span>
        </li>
      ))}
    </ol>
  );
}
