import { handle } from "@/lib/http/handle";
import { validateCustomDomain } from "@/lib/sites/domain/contract";
import * as queries from "@/lib/sites/domain/queries";

export const POST = handle(validateCustomDomain, queries.validateCustomDomain);
