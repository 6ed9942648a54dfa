import { choosePlan } from "@/lib/entitlements/contract";
import * as mutations from "@/lib/entitlements/mutations";
import { handle } from "@/lib/http/handle";

export const PUT = handle(choosePlan, mutations.choosePlan);
