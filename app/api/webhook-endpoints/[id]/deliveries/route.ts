import { handle } from "@/lib/http/handle";
import { listWebhookDeliveries } from "@/lib/webhooks/contract";
import * as queries from "@/lib/webhooks/delivery/queries";

export const GET = handle(listWebhookDeliveries, queries.listWebhookDeliveries);
