import { handle } from "@/lib/http/handle";
import { createSite, listSites } from "@/lib/sites/contract";
import * as mutations from "@/lib/sites/mutations";
import * as queries from "@/lib/sites/queries";

export const GET = handle(listSites, queries.listSites);
export const POST = handle(createSite, mutations.createSite);
