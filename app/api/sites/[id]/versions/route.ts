import { handle } from "@/lib/http/handle";
import { createVersion, listVersions } from "@/lib/sites/versions/contract";
import * as mutations from "@/lib/sites/versions/mutations";
import * as queries from "@/lib/sites/versions/queries";

export const GET = handle(listVersions, queries.listVersions);
export const POST = handle(createVersion, mutations.createVersion);
