import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { email, line, prose, uuid } from "@/lib/http/fields";
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
  summary: "Send a campaign's mail to yourself",
  description:
    "Goes to the address you sign in with, or to another member's that `to` names; an API key has no address of its own and names one. Links lead to the public page.",
  tag,
  scope: from.path("campaign"),
  permission: "campaigns:write",
  limit: "write",
  status: 202,
  body: z.strictObject({
    guestId,
    to: email.optional().meta({ description: "The address of a member of the organization" }),
  }),
  output: z.object({ to: z.string() }),
});
