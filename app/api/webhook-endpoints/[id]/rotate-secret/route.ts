import { handle } from "@/lib/http/handle";
import { rotateWebhookSecret } from "@/lib/webhooks/contract";
import * as mutations from "@/lib/webhooks/mutations";

export const POST = handle(rotateWebhookSecret, mutations.rotateWebhookSecret);
