import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { page } from "@/lib/http/fields";
import { channel } from "../waterfall/contract";

export const messageChannel = z.object({
  channel,
  isSetUp: z
    .boolean()
    .meta({ description: "Whether this installation has somebody who takes such messages" }),
  isLocal: z.boolean().meta({ description: "Whether messages stay on this machine" }),
  missing: z.array(z.string()).meta({
    description: "Variables of the installation that would set it up; empty where it is",
    example: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_SMS_FROM"],
  }),
});

export const listChannels = endpoint({
  method: "GET",
  path: "/projects/{id}/message-channels",
  summary: "List the ways by which messages can be sent here",
  tag: "Campaigns",
  scope: from.path("project"),
  permission: "campaigns:read",
  limit: "read",
  output: page(messageChannel),
});
