import { handle } from "@/lib/http/handle";
import { listInviteLogs } from "@/lib/invites/contract";
import * as queries from "@/lib/invites/queries";

export const GET = handle(listInviteLogs, queries.listInviteLogs);
