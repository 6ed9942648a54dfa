import { handle } from "@/lib/http/handle";
import { getUnsubscribe, unsubscribe } from "@/lib/messaging/unsubscribe/contract";
import * as mutations from "@/lib/messaging/unsubscribe/mutations";
import * as queries from "@/lib/messaging/unsubscribe/queries";

export const GET = handle(getUnsubscribe, queries.getUnsubscribe);
export const POST = handle(unsubscribe, mutations.unsubscribe);
