import { handle } from "@/lib/http/handle";
import { deleteWebhookEndpoint, getWebhookEndpoint, updateWebhookEndpoint } from "@/lib/webhooks/contract";
import * as mutations from "@/lib/webhooks/mutations";
import * as queries from "@/lib/webhooks/queries";

export const GET = handle(getWebhookEndpoint, queries.getWebhookEndpoint);
export const PATCH = handle(updateWebhookEndpoint, mutations.updateWebhookEndpoint);
export const DELETE = handle(deleteWebhookEndpoint, mutations.deleteWebhookEndpoint);
