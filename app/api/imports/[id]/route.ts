import { getImport } from "@/lib/guests/import/contract";
import * as queries from "@/lib/guests/import/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(getImport, queries.getImport);
