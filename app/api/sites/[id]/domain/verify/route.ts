import { handle } from "@/lib/http/handle";
import { verifySiteDomain } from "@/lib/sites/contract";
import * as mutations from "@/lib/sites/domain/mutations";

export const POST = handle(verifySiteDomain, mutations.verifySiteDomain);
