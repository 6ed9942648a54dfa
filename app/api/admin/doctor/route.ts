import { handle } from "@/lib/http/handle";
import { examine } from "@/lib/platform/doctor/contract";
import * as mutations from "@/lib/platform/doctor/mutations";

export const maxDuration = 30;
export const POST = handle(examine, mutations.examine);
