import { handle } from "@/lib/http/handle";
import { createWebhookEndpoint, listWebhookEndpoints } from "@/lib/webhooks/contract";
import * as mutations from "@/lib/webhooks/mutations";
import * as queries from "@/lib/webhooks/queries";

export const GET = handle(listWebhookEndpoints, queries.listWebhookEndpoints);
export const POST = handle(createWebhookEndpoint, mutations.createWebhookEndpoint);
