import { handle } from "@/lib/http/handle";
import { listMessageJobs } from "@/lib/messaging/report/contract";
import * as queries from "@/lib/messaging/report/queries";

export const GET = handle(listMessageJobs, queries.listMessageJobs);
