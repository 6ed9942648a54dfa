"use client";

import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";
import { useLiveState } from "./live";

/** Says whether changes arrive by themselves; silent while the first connection is made. */
export function LiveDot() {
  const t = useTranslations("shell");
  const state = useLiveState();
  if (state === "connecting") return <span className="h-5" />;
  const live = state === "live";
  return (
    <Tooltip content={live ? t("liveHelp") : t("awayHelp")}>
      <span
        role="status"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation must be reachable by keyboard
        tabIndex={0}
        className="inline-flex h-5 items-center gap-1.5 rounded-sm text-muted-foreground text-xs"
      >
        <span
          aria-hidden
          className={cn("size-1.5 rounded-full", live ? "bg-success" : "animate-pulse bg-warning")}
        />
        {live ? t("live") : t("away")}
      </span>
    </Tooltip>
  );
}
