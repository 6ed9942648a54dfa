import { handle } from "@/lib/http/handle";
import * as contract from "@/lib/orgs/members/contract";
import * as mutations from "@/lib/orgs/members/mutations";

export const POST = handle(contract.leaveOrganization, mutations.leaveOrganization);
