import { handle } from "@/lib/http/handle";
import { sendgridWebhook } from "@/lib/messaging/webhooks/contract";
import * as mutations from "@/lib/messaging/webhooks/sendgrid/mutations";

export const POST = handle(sendgridWebhook, mutations.sendgridWebhook);
