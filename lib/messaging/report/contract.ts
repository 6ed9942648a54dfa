import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, listQuery, page, resource, uuid } from "@/lib/http/fields";
import { jobStatus } from "../contract";
import { channel } from "../waterfall/contract";

const tag = "Campaigns";

const count = z.number().int();
const figures = {
  total: count,
  queued: count.meta({ description: "Not left yet" }),
  sent: count,
  delivered: count,
  bounced: count,
  complained: count,
  failed: count,
  suppressed: count,
  cancelled: count,
  opened: count,
  clicked: count,
  unsubscribed: count,
  unknown: count.meta({ description: "Of the failed: nobody knows whether they left" }),
  openedByMachine: count.meta({
    description:
      "Fetched by a mail reader or a gateway by itself, and opened by nobody yet; not among `opened`",
  }),
  answered: count.meta({
    description:
      "Guests who answered after this message and before another reached them: each answer counts once, for the last message of any campaign before it",
  }),
};
export const campaignStats = z.object({
  ...figures,
  byChannel: z.array(z.object({ channel, ...figures })),
  byRun: z.array(
    z.object({ run: count.meta({ description: "1 is the first time it was sent" }), ...figures }),
  ),
});

export const getCampaignStats = endpoint({
  method: "GET",
  path: "/campaigns/{id}/stats",
  summary: "How far a campaign's messages have come",
  description:
    "Each message is in one of queued to cancelled; sent + delivered + bounced + complained have left.",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:read",
  limit: "read",
  output: campaignStats,
});

export const messageJob = z.object({
  ...resource,
  guestId: uuid,
  guestName: z.string(),
  channel,
  run: count.meta({ description: "1 is the first time the campaign was sent" }),
  address: z.string(),
  status: jobStatus,
  attempts: count,
  lastError: z.string().nullable(),
  sentAt: instantOut.nullable(),
  deliveredAt: instantOut.nullable(),
  openedAt: instantOut.nullable(),
  machineOpenedAt: instantOut
    .nullable()
    .meta({ description: "When a mail reader or a gateway fetched it by itself" }),
  clickedAt: instantOut.nullable(),
  unsubscribedAt: instantOut.nullable(),
});

export const listMessageJobs = endpoint({
  method: "GET",
  path: "/campaigns/{id}/jobs",
  summary: "List a campaign's messages, one a guest",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:read",
  limit: "read",
  query: listQuery.extend({
    status: jobStatus.optional(),
    opened: z.stringbool().optional(),
    clicked: z.stringbool().optional(),
    unsubscribed: z.stringbool().optional(),
    openedByMachine: z
      .stringbool()
      .optional()
      .meta({ description: "Fetched by a machine, and opened by nobody yet" }),
    answered: z
      .stringbool()
      .optional()
      .meta({ description: "Which was the last message to reach its guest before they answered" }),
    unknown: z.stringbool().optional().meta({ description: "Of which nobody knows whether they left" }),
    channel: channel.optional(),
    run: z.coerce.number().int().min(1).max(1_000_000).optional(),
  }),
  output: page(messageJob),
});
