import { handle } from "@/lib/http/handle";
import { sesWebhook } from "@/lib/messaging/webhooks/contract";
import * as mutations from "@/lib/messaging/webhooks/ses/mutations";

export const POST = handle(sesWebhook, mutations.sesWebhook);
