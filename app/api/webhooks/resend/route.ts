import { handle } from "@/lib/http/handle";
import { resendWebhook } from "@/lib/messaging/webhooks/contract";
import * as mutations from "@/lib/messaging/webhooks/mutations";

export const POST = handle(resendWebhook, mutations.resendWebhook);
