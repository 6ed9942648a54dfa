import { z } from "zod";
import { senderTiers } from "@/db/schema/senders";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, line, uuid } from "@/lib/http/fields";

const tag = "Campaigns";
const count = z.number().int();
const tier = z.enum(senderTiers).meta({ description: "How far its mails are trusted" });

export const standing = z.object({
  organizationId: uuid,
  tier,
  tierReason: z.enum(["new", "earned", "lost", "staff"]).meta({
    description: "`earned` by clean mails, `lost` by those that came back, `staff` where you set it",
  }),
  tierSince: instantOut.nullable().meta({ description: "Null while nothing was ever decided" }),
  tierBy: uuid.nullable().meta({ description: "Who of the staff set it" }),
  limits: z
    .object({ sends: count, recipients: count, otherLinks: z.boolean() })
    .meta({ description: "Sends a day, guests of each, and whether links may lead elsewhere" }),
  halted: z
    .object({ at: instantOut, reason: z.enum(["bounces", "complaints"]) })
    .nullable()
    .meta({ description: "Since when its campaigns hold by themselves, and for what; null while they go" }),
  countsFrom: instantOut.nullable().meta({ description: "Mails before this are not counted again" }),
  mails: z
    .object({ sent: count, bounced: count, complained: count })
    .meta({ description: "Its last 5,000 mails, of those that count" }),
});

export const getStanding = endpoint({
  method: "GET",
  path: "/admin/organizations/{id}/standing",
  summary: "How far an organization is trusted as a sender, and what became of its mails",
  tag,
  scope: from.staff,
  permission: null,
  limit: "read",
  output: standing,
  problems: ["not_found"],
});

export const setStanding = endpoint({
  method: "PUT",
  path: "/admin/organizations/{id}/standing",
  summary: "Say how far an organization is trusted as a sender",
  description:
    "Ends a halt too, and counts its mails anew: its hosts let each campaign that is held go on. The tier stays " +
    "until you change it or its mails come back; one that you lowered is not raised by itself.",
  tag,
  scope: from.staff,
  permission: null,
  limit: "write",
  body: z.strictObject({
    tier,
    reason: line(500).min(1, "is empty").meta({ description: "Why, for the audit log" }),
  }),
  output: standing,
  problems: ["not_found"],
});
