import { handle } from "@/lib/http/handle";
import { createOrganization, listOrganizations } from "@/lib/orgs/contract";
import * as mutations from "@/lib/orgs/mutations";
import * as queries from "@/lib/orgs/queries";

export const GET = handle(listOrganizations, queries.listOrganizations);
export const POST = handle(createOrganization, mutations.createOrganization);
