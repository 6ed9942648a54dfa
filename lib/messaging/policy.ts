import type { campaignStatuses } from "@/db/schema/messaging";

/** Rules of campaigns that need nothing but their arguments. */

export type CampaignStatus = (typeof campaignStatuses)[number];

/** Where a campaign may go from each state. What is not listed does not happen. */
const next: Record<CampaignStatus, readonly CampaignStatus[]> = {
  draft: ["draft", "awaiting_approval", "approved", "scheduled"],
  awaiting_approval: ["draft", "approved", "scheduled", "cancelled"],
  approved: ["sending", "scheduled", "paused", "cancelled"],
  scheduled: ["sending", "sent", "scheduled", "approved", "paused", "cancelled"],
  sending: ["sent", "scheduled", "paused", "cancelled", "failed"],
  paused: ["sending", "scheduled", "approved", "cancelled"],
  sent: [],
  cancelled: [],
  failed: [],
};

export const mayBecome = (from: CampaignStatus, to: CampaignStatus): boolean => next[from].includes(to);

/** Its words may be changed, and it may be deleted: nobody has been promised anything yet. */
export const isEditable = (status: CampaignStatus): boolean => mayBecome(status, "draft");

type Approval = {
  status: CampaignStatus;
  scheduledAt: Date | null;
  /** Sent by itself, when its date comes. */
  automatic: boolean;
  /** Who wrote it last. */
  author: string | null;
  /** Null for an API key, which is nobody's second pair of eyes. */
  approver: string | null;
  secondApprover: boolean;
  now: Date;
};

/**
 * What an approval makes of a campaign. Where the organization asks for two people, the one who wrote it last can
 * only ask for the other, and so can a program.
 *
 * @returns `conflict` when the state does not allow it, `second` when the same person approves twice
 */
export function approve(
  given: Approval,
): "approved" | "scheduled" | "awaiting_approval" | "conflict" | "second" {
  const { status, scheduledAt, automatic, author, approver, secondApprover, now } = given;
  if (!isEditable(status)) return "conflict";
  if (secondApprover && (approver === null || author === approver))
    return status === "draft" ? "awaiting_approval" : "second";
  return automatic || (scheduledAt !== null && scheduledAt > now) ? "scheduled" : "approved";
}

/** Where a paused campaign goes on: where it had got to, or where its new time puts it. */
export function resumed(
  started: boolean,
  scheduledAt: Date | null,
  now: Date,
  automatic = false,
): CampaignStatus {
  if (started) return "sending";
  if (automatic) return "scheduled";
  return scheduledAt !== null && scheduledAt > now ? "scheduled" : "approved";
}
