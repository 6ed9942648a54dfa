import { z } from "zod";
import { pausedReasons } from "@/db/schema/messaging";
import { endpoint, from } from "@/lib/http/endpoint";
import {
  instantIn,
  instantOut,
  line,
  listQuery,
  page,
  prose,
  resource,
  uuid,
  version,
} from "@/lib/http/fields";
import { audience } from "./audience/contract";
import { trigger } from "./automation/contract";
import { unknownInBody } from "./mail/body";
import { channel, fallback, following, merged, templateVariables } from "./waterfall/contract";

const tag = "Campaigns";

export const campaignStatus = z.enum([
  "draft",
  "awaiting_approval",
  "approved",
  "scheduled",
  "sending",
  "paused",
  "sent",
  "cancelled",
  "failed",
]);
export const jobStatus = z.enum([
  "queued",
  "sending",
  "sent",
  "delivered",
  "bounced",
  "complained",
  "failed",
  "suppressed",
  "cancelled",
]);

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is not a time such as 09:00");
const sendWindow = z.strictObject({ start: timeOfDay, end: timeOfDay });
export const sender = z.enum(["provider", "host"]);
const fields = {
  name: line(200).min(1, "is empty"),
  channel,
  sender: sender.meta({
    description:
      "Who sends SMS and WhatsApp messages: the provider, or the hosts from their own phone, one tap each",
  }),
  fallback: z.array(fallback).max(2, "has more steps than there are channels").meta({
    description:
      "What follows by another channel, step after step, to those whose household has not answered by then. Whoever the campaign's own channel does not reach gets the first step that does, at once.",
  }),
  subject: merged(line(200)).nullable(),
  preheader: merged(line(200)).nullable(),
  body: merged(prose(20_000).min(1, "is empty"), unknownInBody).meta({
    description:
      "Empty lines part blocks; **bold**, __italic__, [label](https://…), merge fields as {{guest.firstName|friend}}. Alone between empty lines, a link is a button, `---` a line, {{event.details}} the event's facts; `# ` begins a heading, `- ` each entry of a list, `> ` a quote.",
  }),
  templateId: line(100).nullable().meta({ description: "By WhatsApp: the approved template that is sent" }),
  templateVariables,
  audience,
  trigger: trigger.nullable().meta({
    description: "When it is sent by itself, once it is approved; null is once, now or at `scheduledAt`",
  }),
  scheduledAt: instantIn.nullable(),
  sendWindow: sendWindow.nullable().meta({
    description: "Hours in which messages may leave, by the recipient's own clock; null is at any time",
    example: { start: "09:00", end: "20:00" },
  }),
  perMinute: z.number().int().min(1).max(100_000).nullable().meta({
    description: "At most so many messages a minute; null is as fast as the provider allows",
  }),
  siteId: uuid.nullable().meta({ description: "Null is the project's published invitation" }),
};

export const campaign = z.object({
  ...resource,
  projectId: uuid,
  siteId: uuid.nullable(),
  name: z.string(),
  channel,
  sender,
  fallback: z.array(following),
  step: z
    .number()
    .int()
    .meta({ description: "0 while its own channel is sent, then the step of `fallback` that is" }),
  nextStepAt: instantOut
    .nullable()
    .meta({ description: "When the next step begins; null where none waits for its time" }),
  subject: z.string().nullable(),
  preheader: z.string().nullable(),
  body: z.string(),
  templateId: z.string().nullable(),
  templateVariables: z.record(z.string(), z.string()),
  audience,
  trigger: trigger.nullable().meta({
    description: "When it is sent by itself; null is once",
    examples: [{ kind: "not_answered", daysBefore: 7, everyDays: 3, at: "10:00" }],
  }),
  lastRunAt: instantOut.nullable().meta({ description: "When messages of it were queued last" }),
  scheduledAt: instantOut
    .nullable()
    .meta({ description: "When it is sent; of an automation, when it runs next" }),
  sendWindow: z.object({ start: z.string(), end: z.string() }).nullable(),
  perMinute: z.number().int().nullable(),
  status: campaignStatus,
  pausedReason: z.enum(pausedReasons).nullable().meta({
    description: "Why it holds by itself; null where a person paused it, or it goes",
  }),
  createdBy: uuid.nullable(),
  updatedBy: uuid.nullable(),
  askedBy: uuid.nullable().meta({ description: "Who asked for a second person" }),
  askedAt: instantOut.nullable().meta({ description: "When a second person was asked for" }),
  sentBackBy: uuid.nullable().meta({ description: "Who sent it back" }),
  sentBackAt: instantOut.nullable().meta({ description: "When it was sent back" }),
  sentBackNote: z.string().nullable().meta({ description: "What the second person wrote when it came back" }),
  approvedBy: uuid.nullable(),
  approvedAt: instantOut.nullable(),
  startedAt: instantOut.nullable(),
  finishedAt: instantOut.nullable(),
  lastError: z.string().nullable(),
  version,
});
export type Campaign = z.output<typeof campaign>;

export const listCampaigns = endpoint({
  method: "GET",
  path: "/projects/{id}/campaigns",
  summary: "List a project's campaigns",
  tag,
  scope: from.path("project"),
  permission: "campaigns:read",
  limit: "read",
  query: listQuery.extend({ status: campaignStatus.optional() }),
  output: page(campaign),
});

export const createCampaign = endpoint({
  method: "POST",
  path: "/projects/{id}/campaigns",
  summary: "Write a campaign; nothing is sent before it is approved",
  tag,
  scope: from.path("project"),
  permission: "campaigns:write",
  limit: "write",
  body: z.strictObject({
    name: fields.name,
    channel: fields.channel,
    sender: fields.sender.default("provider"),
    fallback: fields.fallback.default([]),
    subject: fields.subject.default(null),
    preheader: fields.preheader.default(null),
    body: fields.body,
    templateId: fields.templateId.default(null),
    templateVariables: fields.templateVariables.default({}),
    audience: fields.audience.default({ all: true }),
    trigger: fields.trigger.default(null),
    scheduledAt: fields.scheduledAt.default(null),
    sendWindow: fields.sendWindow.default(null),
    perMinute: fields.perMinute.default(null),
    siteId: fields.siteId.default(null),
  }),
  output: campaign,
  location: ({ id }) => `/api/campaigns/${id}`,
});

export const getCampaign = endpoint({
  method: "GET",
  path: "/campaigns/{id}",
  summary: "Read a campaign",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:read",
  limit: "read",
  output: campaign,
});

export const updateCampaign = endpoint({
  method: "PATCH",
  path: "/campaigns/{id}",
  summary: "Change a campaign that is not approved yet",
  description: "A change withdraws a request for approval: the campaign is a draft again.",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:write",
  limit: "write",
  versioned: true,
  body: z.strictObject(fields).partial(),
  example: { body: { subject: "You are invited", audience: { rsvpStatus: "pending" } } },
  output: campaign,
  problems: ["stale", "conflict"],
});

export const deleteCampaign = endpoint({
  method: "DELETE",
  path: "/campaigns/{id}",
  summary: "Delete a campaign that is not approved yet",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:write",
  limit: "write",
  problems: ["conflict"],
});

export const approveCampaign = endpoint({
  method: "POST",
  path: "/campaigns/{id}/approve",
  summary: "Approve a campaign: it is sent now, or at its time",
  description:
    "Where the organization asks for a second person, the author's own approval asks for another one's (`awaiting_approval`). A check of readiness that fails refuses it; the problem's `checks` name them.",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:approve",
  limit: "write",
  entitlement: { limit: "emailsPerMonth", counted: "inside" },
  versioned: true,
  status: 200,
  output: campaign,
  problems: ["stale", "conflict", "not_ready"],
});

export const cancelCampaign = endpoint({
  method: "POST",
  path: "/campaigns/{id}/cancel",
  summary: "Stop a campaign: whatever has not left stays",
  description: "Mails that are with the provider at this moment still leave; all others are cancelled.",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:approve",
  limit: "write",
  status: 200,
  output: campaign,
  problems: ["conflict"],
});
