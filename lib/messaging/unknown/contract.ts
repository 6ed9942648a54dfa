import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { uuid } from "@/lib/http/fields";

export const decideUnknown = endpoint({
  method: "POST",
  path: "/campaigns/{id}/unknown",
  summary: "Decide about messages whose outcome nobody knows",
  description:
    "`sent` counts them as sent. `again` sends them once more, and whoever got the first one gets a second: nothing else ever repeats a message. What the provider tells later still counts.",
  tag: "Campaigns",
  scope: from.path("campaign"),
  permission: "campaigns:approve",
  limit: "write",
  status: 200,
  body: z.strictObject({
    decision: z.enum(["sent", "again"]),
    jobIds: z
      .array(uuid)
      .min(1, "is empty")
      .max(10_000)
      .optional()
      .meta({ description: "Only these messages; without it all whose outcome is unknown" }),
  }),
  output: z.object({ decided: z.number().int().meta({ description: "Messages that were decided about" }) }),
  problems: ["conflict"],
});
