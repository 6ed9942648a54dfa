import { handle } from "@/lib/http/handle";
import { twilioWebhook } from "@/lib/messaging/webhooks/contract";
import * as mutations from "@/lib/messaging/webhooks/twilio/mutations";

export const POST = handle(twilioWebhook, mutations.twilioWebhook);
