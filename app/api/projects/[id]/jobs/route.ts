import { handle } from "@/lib/http/handle";
import { listJobs } from "@/lib/jobs/contract";
import * as queries from "@/lib/jobs/queries";

export const GET = handle(listJobs, queries.listJobs);
