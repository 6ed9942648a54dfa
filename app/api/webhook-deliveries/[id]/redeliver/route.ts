import { handle } from "@/lib/http/handle";
import { redeliverWebhook } from "@/lib/webhooks/contract";
import * as mutations from "@/lib/webhooks/delivery/mutations";

export const POST = handle(redeliverWebhook, mutations.redeliverWebhook);
