import { resolveEntitlements } from "@/lib/entitlements/contract";
import * as queries from "@/lib/entitlements/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(resolveEntitlements, queries.resolveEntitlements);
