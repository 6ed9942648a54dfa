"use client";

import { useTranslations } from "use-intl";
import type { Campaign } from "@/lib/messaging/contract";
import { useMoment, useZone } from "./use-zone";

/** What a message on its way waits for, as a sentence; null while it simply leaves, or has left. */
export function useWaits(campaign: Campaign): string | null {
  const t = useTranslations("sending");
  const moment = useMoment(useZone(campaign));
  const { status, pausedReason, trigger, scheduledAt, nextStepAt, fallback, step } = campaign;
  if (status === "paused") return pausedReason ? t(`paused_${pausedReason}`) : t("pausedByPerson");
  if (status === "scheduled" && scheduledAt)
    return t(trigger ? "next" : "waits", { when: moment(scheduledAt) });
  const following = fallback[step];
  if (status === "sending" && nextStepAt && following) {
    return t("waitsForStep", { when: moment(nextStepAt), channel: t(`channel_${following.channel}`) });
  }
  return null;
}
