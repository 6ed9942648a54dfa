import { handle } from "@/lib/http/handle";
import { createOrganization } from "@/lib/orgs/contract";
import * as mutations from "@/lib/orgs/mutations";

export const POST = handle(createOrganization, mutations.createOrganization);
