import { handle } from "@/lib/http/handle";
import { getOrganization, updateOrganization } from "@/lib/orgs/contract";
import * as mutations from "@/lib/orgs/mutations";
import * as queries from "@/lib/orgs/queries";

export const GET = handle(getOrganization, queries.getOrganization);
export const PATCH = handle(updateOrganization, mutations.updateOrganization);
