import { handle } from "@/lib/http/handle";
import * as contract from "@/lib/orgs/door-passes/contract";
import * as mutations from "@/lib/orgs/door-passes/mutations";

export const DELETE = handle(contract.withdrawDoorPass, mutations.withdrawDoorPass);
