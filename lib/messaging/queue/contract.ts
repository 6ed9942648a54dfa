import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, uuid } from "@/lib/http/fields";
import { campaignStatus } from "../contract";

const count = z.number().int();
const common = {
  tag: "Campaigns",
  scope: from.path("campaign"),
  permission: "campaigns:approve",
  limit: "write",
  status: 200,
} as const;

const queued = z.object({
  id: uuid,
  guestId: uuid,
  guestName: z.string(),
  channel: z.enum(["sms", "whatsapp"]),
  address: z.string().meta({ description: "The number, in E.164" }),
  text: z.string(),
  link: z.string().meta({ description: "Opens the message in the host's own app, filled in" }),
  heldUntil: instantOut.meta({ description: "Until then nobody else gets it" }),
  timezone: z
    .string()
    .meta({ description: "By whose clocks the guest lives; the project's where nobody said" }),
  opensAt: instantOut.nullable().meta({
    description:
      "When the hours begin in which the guest is written to, while it is too early or too late for them. The host may send all the same",
  }),
});

export const hostQueue = z.object({
  status: campaignStatus,
  message: queued.nullable().meta({ description: "Null: nothing is left, or others have what is left" }),
  total: count,
  sent: count,
  left: count.meta({ description: "Not sent yet, by anybody" }),
  held: count.meta({ description: "Of those left: on somebody else's screen now" }),
});
export type HostQueue = z.output<typeof hostQueue>;

export const nextInQueue = endpoint({
  ...common,
  method: "POST",
  path: "/campaigns/{id}/queue/next",
  summary: "The next message that a host sends from their own phone",
  description:
    "Held for whoever asked for five minutes; asked again, it is the same one. Who unsubscribed, answered STOP or left the audience meanwhile is passed over.",
  output: hostQueue,
  problems: ["conflict"],
});

export const markInQueue = endpoint({
  ...common,
  method: "PATCH",
  path: "/campaigns/{id}/queue/{jobId}",
  summary: "Mark a message of a host's queue as sent or skipped, or take that back",
  description: "The same mark twice is one. It can be taken back for a quarter of an hour.",
  body: z.strictObject({
    status: z.enum(["sent", "skipped", "queued"]).meta({ description: "`queued` takes the mark back" }),
  }),
  example: { body: { status: "sent" } },
  output: hostQueue.omit({ message: true }),
  problems: ["conflict", "not_found"],
});
