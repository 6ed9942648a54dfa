import { listPlatformAudit } from "@/lib/audit/contract";
import * as queries from "@/lib/audit/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(listPlatformAudit, queries.listPlatformAudit);
