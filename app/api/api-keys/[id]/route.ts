import { handle } from "@/lib/http/handle";
import * as contract from "@/lib/orgs/keys/contract";
import * as mutations from "@/lib/orgs/keys/mutations";

export const PATCH = handle(contract.updateApiKey, mutations.updateApiKey);
export const DELETE = handle(contract.revokeApiKey, mutations.revokeApiKey);
