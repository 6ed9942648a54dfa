import { handle } from "@/lib/http/handle";
import { deleteSite, getSite, updateSite } from "@/lib/sites/contract";
import * as mutations from "@/lib/sites/mutations";
import * as queries from "@/lib/sites/queries";

export const GET = handle(getSite, queries.getSite);
export const PATCH = handle(updateSite, mutations.updateSite);
export const DELETE = handle(deleteSite, mutations.deleteSite);
