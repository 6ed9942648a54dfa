import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";

export const resendWebhook = endpoint({
  method: "POST",
  path: "/webhooks/resend",
  summary: "Resend tells what became of a mail",
  description:
    "Signed by Svix. Idempotent by event id, in any order; events of mails that are not ours are ignored.",
  tag: "Webhooks",
  scope: from.webhook,
  permission: null,
  limit: "webhook",
  media: "raw",
  transaction: "own",
  status: 200,
  output: z.object({ received: z.literal(true) }),
});
