import { handle } from "@/lib/http/handle";
import * as contract from "@/lib/orgs/invitation/contract";
import * as mutations from "@/lib/orgs/invitation/mutations";
import * as queries from "@/lib/orgs/invitation/queries";

export const GET = handle(contract.readInvitation, queries.readInvitation);
export const POST = handle(contract.acceptInvitation, mutations.acceptInvitation);
