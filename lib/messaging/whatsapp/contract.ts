import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, page } from "@/lib/http/fields";

export const messageTemplate = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  category: z.enum(["marketing", "utility", "authentication"]).meta({
    description: "Invitations are marketing; confirmations and reminders after an answer are utility",
  }),
  status: z.enum(["approved", "pending", "rejected", "paused", "unsubmitted"]),
  body: z.string(),
  variables: z.array(z.string()).meta({ description: "The names that a campaign has to fill" }),
  reason: z.string().nullable().meta({ description: "Why it was refused" }),
  syncedAt: instantOut,
});

export const listTemplates = endpoint({
  method: "GET",
  path: "/projects/{id}/message-templates",
  summary: "List the WhatsApp templates that a campaign can be made of",
  description: "As Twilio and Meta told them within the last hour. Only approved ones can be sent.",
  tag: "Campaigns",
  scope: from.path("project"),
  permission: "campaigns:read",
  limit: "read",
  output: page(messageTemplate),
});
