import { deleteGroup, replaceGroup } from "@/lib/guests/groups/contract";
import * as mutations from "@/lib/guests/groups/mutations";
import { handle } from "@/lib/http/handle";

export const PUT = handle(replaceGroup, mutations.replaceGroup);
export const DELETE = handle(deleteGroup, mutations.deleteGroup);
