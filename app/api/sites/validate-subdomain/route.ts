import { handle } from "@/lib/http/handle";
import { validateSubdomain } from "@/lib/sites/domain/contract";
import * as queries from "@/lib/sites/domain/queries";

export const POST = handle(validateSubdomain, queries.validateSubdomain);
