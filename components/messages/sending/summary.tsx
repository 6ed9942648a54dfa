"use client";

import { useTranslations } from "use-intl";
import type { Campaign } from "@/lib/messaging/contract";
import { useMoment, useZone } from "./use-zone";

const DAY = 24;
/** Hours of a step as the days that people think in. */
export const daysOf = (afterHours: number): number => Math.max(1, Math.round(afterHours / DAY));

/** When and how a message leaves, in a sentence or two. */
export function Summary({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("sending");
  const moment = useMoment(useZone(campaign));
  const { trigger, scheduledAt, sendWindow, perMinute, fallback } = campaign;
  const when = () => {
    switch (trigger?.kind) {
      case "not_answered":
        return t("beforeDeadline", { days: trigger.daysBefore, again: trigger.everyDays ?? 0 });
      case "answered":
        return t("afterAnswer", { answer: trigger.attendance ?? "any" });
      case "after_event":
        return t("afterEvent", { days: trigger.days });
      default:
        return scheduledAt ? t("atTime", { when: moment(scheduledAt) }) : t("atOnce");
    }
  };
  const sentences = [
    when(),
    ...(sendWindow ? [sendWindow.start === sendWindow.end ? t("anyHour") : t("between", sendWindow)] : []),
    ...(perMinute ? [t("pace", { count: perMinute })] : []),
    ...fallback.map(({ channel, afterHours }) =>
      t("then", { days: daysOf(afterHours), channel: t(`channel_${channel}`) }),
    ),
  ];
  return <>{sentences.join(" ")}</>;
}
