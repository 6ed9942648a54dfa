import { handle } from "@/lib/http/handle";
import * as contract from "@/lib/orgs/door-passes/contract";
import * as mutations from "@/lib/orgs/door-passes/mutations";
import * as queries from "@/lib/orgs/door-passes/queries";

export const GET = handle(contract.listDoorPasses, queries.listDoorPasses);
export const POST = handle(contract.createDoorPass, mutations.createDoorPass);
