import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { line, prose, uuid } from "@/lib/http/fields";
import { channel } from "../waterfall/contract";

const tag = "Campaigns";
const guestId = uuid.optional().meta({ description: "Whose message; the first of the audience by default" });

export const previewCampaign = endpoint({
  method: "POST",
  path: "/campaigns/{id}/preview",
  summary: "Show a campaign's message as a guest gets it",
  description:
    "Changes nothing. Texts that are given stand in for the saved ones. Links open nobody's invitation; in an SMS the link is as long as a real one. Another channel shows the same words as they would leave by it.",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:read",
  limit: "read",
  status: 200,
  body: z.strictObject({
    guestId,
    subject: line(200).nullable().optional(),
    preheader: line(200).nullable().optional(),
    body: prose(20_000).optional(),
    channel: channel.optional(),
    templateId: line(100).nullable().optional(),
    templateVariables: z.record(z.string(), line(500)).optional(),
  }),
  output: z.object({
    guest: z.object({ id: uuid, name: z.string() }).nullable(),
    subject: z.string(),
    preheader: z.string(),
    html: z.string(),
    text: z.string().meta({ description: "By SMS and WhatsApp: the whole message" }),
    parts: z
      .object({
        encoding: z.enum(["GSM-7", "UCS-2"]),
        segments: z.number().int(),
        characters: z.number().int(),
      })
      .nullable()
      .meta({ description: "By SMS: how this guest's text travels; null by other channels" }),
    bytes: z.number().int().meta({ description: "Of the HTML; Gmail cuts off what is longer than 102 KB" }),
    unknownFields: z.array(z.string()),
  }),
});

export const testCampaign = endpoint({
  method: "POST",
  path: "/campaigns/{id}/test",
  summary: "Send a campaign's message to yourself",
  description:
    "A mail goes to the address you sign in with, or to another member's that `to` names; an API key has no address of its own and names one. By SMS and WhatsApp `to` is a number, of which anybody's could be typed: ten tests a day, none to who wrote STOP, and no other links than a new sender's campaigns may hold. The message says that it is a test, and its links lead to the public page.",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:write",
  limit: "write",
  entitlement: { limit: "smsPerMonth", counted: "inside" },
  status: 202,
  body: z.strictObject({
    guestId,
    to: line(254).optional().meta({
      description:
        "Of a mail: the address of a member of the organization. Else a phone number in any notation; without a prefix it belongs to the project's country",
      example: "+4915112345678",
    }),
  }),
  output: z.object({ to: z.string().meta({ description: "The address, or the number in E.164" }) }),
});
