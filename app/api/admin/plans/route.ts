import { createPlan, listPlans } from "@/lib/entitlements/contract";
import * as mutations from "@/lib/entitlements/mutations";
import * as queries from "@/lib/entitlements/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(listPlans, queries.listPlans);
export const POST = handle(createPlan, mutations.createPlan);
