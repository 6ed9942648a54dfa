import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantIn, instantOut, line, resource, uuid } from "@/lib/http/fields";
import { channel } from "../waterfall/contract";

const tag = "Guests";

export const consentSource = z.enum(["form", "import", "host", "reply"]);
export const consent = z.object({
  ...resource,
  guestId: uuid,
  channel,
  givenAt: instantOut.meta({ description: "When the guest allowed it" }),
  source: consentSource,
  note: z.string().nullable().meta({ description: "How one knows" }),
  withdrawnAt: instantOut.nullable().meta({ description: "When it ended; the row stays as proof" }),
});

export const giveConsent = endpoint({
  method: "POST",
  path: "/guests/{id}/consents",
  summary: "Write down that a guest allows messages by a channel, and how one knows",
  description:
    "For what a guest said to the host. What they say in a form or by START is written down by itself.",
  tag,
  scope: from.path("guest"),
  permission: "guests:write",
  limit: "write",
  body: z.strictObject({
    channel,
    note: line(500)
      .min(1, "is empty")
      .meta({ description: "How one knows: where and when the guest said so" }),
    givenAt: instantIn.optional().meta({ description: "When the guest said so; now where it is left away" }),
  }),
  output: consent,
  problems: ["duplicate"],
});

export const withdrawConsent = endpoint({
  method: "POST",
  path: "/guests/{id}/consents/withdraw",
  summary: "Write down that a guest does not allow messages by a channel any more",
  tag,
  scope: from.path("guest"),
  permission: "guests:write",
  limit: "write",
  status: 200,
  body: z.strictObject({ channel }),
  output: consent,
  problems: ["not_found"],
});
