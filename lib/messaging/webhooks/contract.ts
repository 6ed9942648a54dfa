import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";

const common = {
  method: "POST",
  tag: "Webhooks",
  scope: from.webhook,
  permission: null,
  limit: "webhook",
  media: "raw",
  transaction: "own",
} as const;
const received = { status: 200, output: z.object({ received: z.literal(true) }) } as const;

export const resendWebhook = endpoint({
  ...common,
  ...received,
  path: "/webhooks/resend",
  summary: "Resend tells what became of a mail",
  description:
    "Signed by Svix. Idempotent by event id, in any order; events of mails that are not ours are ignored.",
});

export const sesWebhook = endpoint({
  ...common,
  ...received,
  path: "/webhooks/ses",
  summary: "Amazon SES tells what became of a mail, through SNS",
  description:
    "The signature's certificate is checked, and the topic is ours alone; a subscription to it is confirmed. Idempotent by message id, in any order.",
});

export const sendgridWebhook = endpoint({
  ...common,
  ...received,
  path: "/webhooks/sendgrid",
  summary: "SendGrid tells what became of mails",
  description: "Signed by ECDSA. Each event is taken once by its id, in any order.",
  maxBytes: 4 * 1024 * 1024,
});

export const twilioWebhook = endpoint({
  ...common,
  path: "/webhooks/twilio",
  summary: "Twilio tells what became of an SMS or WhatsApp message, or what somebody answered",
  description:
    "Signed over the address and the fields. STOP and START are honoured for every organization that wrote to the number.",
  query: z.object({
    organization: z.string().optional().meta({ description: "Of a status: whose message it is of" }),
    job: z.string().optional().meta({ description: "Of a status: the message it is of" }),
  }),
  status: 204,
});
