import { handle } from "@/lib/http/handle";
import { cancelJob } from "@/lib/jobs/contract";
import * as mutations from "@/lib/jobs/mutations";

export const POST = handle(cancelJob, mutations.cancelJob);
