import { handle } from "@/lib/http/handle";
import { getReadiness } from "@/lib/messaging/readiness/contract";
import * as queries from "@/lib/messaging/readiness/queries";

export const GET = handle(getReadiness, queries.getReadiness);
