"use client";

import { Smartphone } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { placeOf } from "@/components/shell/places";
import { useRead } from "@/components/shell/use-contract";
import { buttonVariants } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { Campaign } from "@/lib/messaging/contract";
import { getCampaignStats } from "@/lib/messaging/report/contract";

/** Says on a campaign that its hosts send it themselves, how much waits for them, and leads there. */
export function HostQueueLink({ campaign, mayEdit }: { campaign: Campaign; mayEdit: boolean }) {
  const t = useTranslations("messages");
  const { id, projectId, sender, status } = campaign;
  const stats = useRead(getCampaignStats, { params: { id } }, { enabled: sender === "host" }).data;
  if (sender !== "host" || !["approved", "scheduled", "sending"].includes(status)) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border bg-card px-4 py-3">
      {stats ? (
        <p className="min-w-0 flex-1 basis-56">
          {t(status === "scheduled" ? "queueLater" : "queueWaits", { count: stats.queued })}
        </p>
      ) : (
        <span className="flex-1 basis-56">
          <Skeleton className="h-5 w-2/3" />
        </span>
      )}
      {mayEdit && status !== "scheduled" ? (
        <Link
          href={`${placeOf(projectId, "messages")}/${id}/queue`}
          className={buttonVariants({ variant: "primary" })}
        >
          <Smartphone aria-hidden />
          {t("queueBegin")}
        </Link>
      ) : null}
    </div>
  );
}
