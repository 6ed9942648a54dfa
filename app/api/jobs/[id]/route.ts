import { handle } from "@/lib/http/handle";
import { getJob } from "@/lib/jobs/contract";
import * as queries from "@/lib/jobs/queries";

export const GET = handle(getJob, queries.getJob);
