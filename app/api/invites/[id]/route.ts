import { handle } from "@/lib/http/handle";
import { getInvite } from "@/lib/invites/contract";
import * as queries from "@/lib/invites/queries";

export const GET = handle(getInvite, queries.getInvite);
