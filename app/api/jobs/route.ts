import { handle } from "@/lib/http/handle";
import { listMyJobs } from "@/lib/jobs/contract";
import * as queries from "@/lib/jobs/queries";

export const GET = handle(listMyJobs, queries.listMyJobs);
