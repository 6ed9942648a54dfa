import { handle } from "@/lib/http/handle";
import { getWebhookDelivery } from "@/lib/webhooks/contract";
import * as queries from "@/lib/webhooks/delivery/queries";

export const GET = handle(getWebhookDelivery, queries.getWebhookDelivery);
