import { offerPlans } from "@/lib/entitlements/contract";
import * as queries from "@/lib/entitlements/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(offerPlans, queries.offerPlans);
