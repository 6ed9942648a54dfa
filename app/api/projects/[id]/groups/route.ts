import { createGroup, listGroups } from "@/lib/guests/groups/contract";
import * as mutations from "@/lib/guests/groups/mutations";
import * as queries from "@/lib/guests/groups/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(listGroups, queries.listGroups);
export const POST = handle(createGroup, mutations.createGroup);
