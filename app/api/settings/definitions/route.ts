import { handle } from "@/lib/http/handle";
import { listDefinitions } from "@/lib/settings/contract";
import * as queries from "@/lib/settings/queries";

export const GET = handle(listDefinitions, queries.listDefinitions);
