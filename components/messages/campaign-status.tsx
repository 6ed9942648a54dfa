"use client";

import { useTranslations } from "use-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Campaign } from "@/lib/messaging/contract";
import { SKIPPED } from "@/lib/messaging/queue/policy";
import { UNKNOWN } from "@/lib/messaging/webhooks/policy";
import type { JobStatus } from "./reads";

const campaignTones: Record<Campaign["status"], Tone> = {
  draft: "neutral",
  awaiting_approval: "amber",
  approved: "blue",
  scheduled: "blue",
  sending: "blue",
  paused: "amber",
  sent: "green",
  cancelled: "neutral",
  failed: "red",
};

/** How far a message is. */
export function CampaignStatus({ status }: { status: Campaign["status"] }) {
  const t = useTranslations("messages");
  return <Badge tone={campaignTones[status]}>{t(`status_${status}`)}</Badge>;
}

const jobTones: Record<JobStatus, Tone> = {
  queued: "neutral",
  sending: "blue",
  sent: "blue",
  delivered: "green",
  bounced: "red",
  complained: "red",
  failed: "red",
  suppressed: "neutral",
  cancelled: "neutral",
};

/**
 * How far one guest's copy is. Whom a host passed over was not stopped; of which nobody knows whether it left has not
 * failed yet.
 */
export function JobStatusBadge({ status, reason }: { status: JobStatus; reason: string | null }) {
  const t = useTranslations("messages");
  if (status === "failed" && reason === UNKNOWN) return <Badge tone="amber">{t("job_unknown")}</Badge>;
  const word = status === "cancelled" && reason === SKIPPED ? SKIPPED : status;
  return <Badge tone={jobTones[status]}>{t(`job_${word}`)}</Badge>;
}
