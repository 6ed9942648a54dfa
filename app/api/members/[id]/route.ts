import { handle } from "@/lib/http/handle";
import * as contract from "@/lib/orgs/members/contract";
import * as mutations from "@/lib/orgs/members/mutations";

export const PATCH = handle(contract.updateMember, mutations.updateMember);
export const DELETE = handle(contract.removeMember, mutations.removeMember);
