import { handle } from "@/lib/http/handle";
import { listJobs } from "@/lib/messaging/contract";
import * as queries from "@/lib/messaging/queries";

export const GET = handle(listJobs, queries.listJobs);
