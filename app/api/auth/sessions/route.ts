import * as contract from "@/lib/auth/sessions/contract";
import * as queries from "@/lib/auth/sessions/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(contract.listSessions, queries.listSessions);
