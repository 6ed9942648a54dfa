import { handle } from "@/lib/http/handle";
import { listTimeline } from "@/lib/messaging/timeline/contract";
import * as queries from "@/lib/messaging/timeline/queries";

export const GET = handle(listTimeline, queries.listTimeline);
