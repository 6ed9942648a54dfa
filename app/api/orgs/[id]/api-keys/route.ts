import { handle } from "@/lib/http/handle";
import * as contract from "@/lib/orgs/keys/contract";
import * as mutations from "@/lib/orgs/keys/mutations";
import * as queries from "@/lib/orgs/keys/queries";

export const GET = handle(contract.listApiKeys, queries.listApiKeys);
export const POST = handle(contract.createApiKey, mutations.createApiKey);
