import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, listQuery, page, uuid } from "@/lib/http/fields";

export const timelineKinds = [
  "sent",
  "delivered",
  "opened",
  "openedByMachine",
  "clicked",
  "unsubscribed",
  "bounced",
  "complained",
  "failed",
  "suppressed",
  "cancelled",
  "unknown",
  "stopped",
  "started",
  "invitationOpened",
  "answered",
  "answerChanged",
  "consentGiven",
  "consentWithdrawn",
] as const;

const entry = z.object({
  id: uuid,
  at: instantOut,
  kind: z.enum(timelineKinds).meta({ description: "What happened" }),
  channel: z.string().nullable().meta({ description: "Of a message or a consent" }),
  campaignId: uuid.nullable(),
  campaignName: z.string().nullable().meta({ description: "Of a message: what the team calls it" }),
  detail: z
    .string()
    .nullable()
    .meta({ description: "The address it went to, why it did not arrive, where a consent comes from" }),
});

export const listTimeline = endpoint({
  method: "GET",
  path: "/guests/{id}/timeline",
  summary: "Everything that happened between a guest and the hosts, the newest first",
  description: "What was sent and became of it, the invitation opened, answers, STOP and START, consents.",
  tag: "Guests",
  scope: from.path("guest"),
  permission: "guests:read",
  limit: "read",
  query: listQuery.omit({ q: true }),
  output: page(entry),
});
