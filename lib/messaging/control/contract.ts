import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantIn, prose } from "@/lib/http/fields";
import { campaign } from "../contract";

const common = {
  tag: "Campaigns",
  scope: from.path("campaign"),
  permission: "campaigns:approve",
  limit: "write",
  status: 200,
  output: campaign,
} as const;

export const pauseCampaign = endpoint({
  ...common,
  method: "POST",
  path: "/campaigns/{id}/pause",
  summary: "Hold a campaign where it is",
  description: "Mails that are with the provider at this moment still leave; all others wait in the queue.",
  problems: ["conflict"],
});

export const resumeCampaign = endpoint({
  ...common,
  method: "POST",
  path: "/campaigns/{id}/resume",
  summary: "Let a paused campaign go on",
  problems: ["conflict"],
});

export const sendBackCampaign = endpoint({
  ...common,
  method: "POST",
  path: "/campaigns/{id}/send-back",
  summary: "Give a campaign that asks for approval back to its author, with a word about it",
  versioned: true,
  body: z.strictObject({
    note: prose(2_000).min(1, "is empty").meta({ description: "What should be changed" }),
  }),
  example: { body: { note: "The time is not right yet." } },
  problems: ["stale", "conflict"],
});

export const scheduleCampaign = endpoint({
  ...common,
  method: "POST",
  path: "/campaigns/{id}/schedule",
  summary: "Give an approved campaign another time, as long as it has not begun",
  versioned: true,
  body: z.strictObject({ scheduledAt: instantIn.nullable().meta({ description: "Null is now" }) }),
  example: { body: { scheduledAt: "2027-05-01T08:00:00Z" } },
  problems: ["stale", "conflict"],
});
