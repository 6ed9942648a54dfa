import type { z } from "zod";
import type { Given, Output } from "@/lib/http/endpoint";
import { type Audience, type countAudience, exclusions } from "@/lib/messaging/audience/contract";
import { type Campaign, getCampaign, jobStatus, listCampaigns } from "@/lib/messaging/contract";
import { getCampaignStats, listMessageJobs } from "@/lib/messaging/report/contract";
import { channel as channels } from "@/lib/messaging/waterfall/contract";

export type JobStatus = z.output<typeof jobStatus>;

export const campaignsInput = (projectId: string) => ({ params: { id: projectId }, query: { limit: 100 } });

/** What is read anew when something becomes of a message. */
export const ofCampaign = [getCampaign, getCampaignStats, listMessageJobs, listCampaigns];

/** The states in which a message leaves by itself, now or at its time. */
export const moving = new Set<Campaign["status"]>(["approved", "scheduled", "sending"]);

export type Stats = Output<typeof getCampaignStats>;

/** How many of a message have left, whatever came of them. */
export const haveLeft = ({ sent, delivered, bounced, complained }: Stats): number =>
  sent + delivered + bounced + complained;

const jobFacts = ["opened", "openedByMachine", "clicked", "answered", "unsubscribed", "unknown"] as const;

/** Why a message did not arrive, where we say it and no provider: each has its words. */
export const reasons = [
  ...exclusions,
  "guest_deleted",
  "link_withdrawn",
  "no_longer_meant",
  "deadline_passed",
  "answered",
  "unsubscribe",
  "bounce",
  "complaint",
  "manual",
] as const;

/** Which of a message's guests the address asks for. */
export function jobsFilter(search: { get(name: string): string | null }) {
  const asked = search.get("status");
  const event = jobFacts.find((name) => name === asked);
  return { status: jobStatus.options.find((name) => name === asked) ?? null, event: event ?? null };
}

/** How a message's guests are asked for. */
export function jobsInput(
  campaignId: string,
  search: { get(name: string): string | null },
): Given<typeof listMessageJobs> {
  const { status, event } = jobsFilter(search);
  const channel = channels.options.find((one) => one === search.get("by"));
  const run = Number(search.get("run"));
  return {
    params: { id: campaignId },
    query: {
      limit: 100,
      ...(status && { status }),
      // Of which nobody knows whether they left has a figure of its own.
      ...(status === "failed" && { unknown: "false" }),
      ...(event && { [event]: "true" }),
      ...(channel && { channel }),
      ...(Number.isInteger(run) && run > 0 && { run }),
    },
  };
}

/** How an audience is asked for while it is chosen. */
export function audienceQuery(
  audience: Audience,
  channel: Campaign["channel"],
): NonNullable<Given<typeof countAudience>["query"]> {
  const { all: _, notOpened, ...filters } = audience;
  const some = Object.keys(filters).length > 0 || notOpened;
  return some ? { channel, ...filters, ...(notOpened && { notOpened: "true" }) } : { channel, all: "true" };
}
