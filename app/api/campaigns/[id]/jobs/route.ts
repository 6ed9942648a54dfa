import { handle } from "@/lib/http/handle";
import { listMessageJobs } from "@/lib/messaging/contract";
import * as queries from "@/lib/messaging/queries";

export const GET = handle(listMessageJobs, queries.listMessageJobs);
