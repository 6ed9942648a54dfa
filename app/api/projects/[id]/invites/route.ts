import { handle } from "@/lib/http/handle";
import { createInvite, listInvites } from "@/lib/invites/contract";
import * as mutations from "@/lib/invites/mutations";
import * as queries from "@/lib/invites/queries";

export const GET = handle(listInvites, queries.listInvites);
export const POST = handle(createInvite, mutations.createInvite);
