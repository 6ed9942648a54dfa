import { handle } from "@/lib/http/handle";
import { testWebhookEndpoint } from "@/lib/webhooks/contract";
import * as mutations from "@/lib/webhooks/delivery/mutations";

export const POST = handle(testWebhookEndpoint, mutations.testWebhookEndpoint);
