import { handle } from "@/lib/http/handle";
import { getVersion } from "@/lib/sites/versions/contract";
import * as queries from "@/lib/sites/versions/queries";

export const GET = handle(getVersion, queries.getVersion);
