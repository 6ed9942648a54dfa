import { handle } from "@/lib/http/handle";
import { listValues, removeValue, setValue } from "@/lib/settings/contract";
import * as mutations from "@/lib/settings/mutations";
import * as queries from "@/lib/settings/queries";

export const GET = handle(listValues, queries.listValues);
export const POST = handle(setValue, mutations.setValue);
export const DELETE = handle(removeValue, mutations.removeValue);
