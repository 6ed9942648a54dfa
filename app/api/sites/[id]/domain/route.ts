import { handle } from "@/lib/http/handle";
import { getSiteDomain } from "@/lib/sites/contract";
import * as queries from "@/lib/sites/domain/queries";

export const GET = handle(getSiteDomain, queries.getSiteDomain);
